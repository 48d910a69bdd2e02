// A file system that fails: loaded before the C library (LD_PRELOAD), it lets chosen calls on files of some folders fail, as a disk that is
// full or dying does. Everything else goes on to the C library.
//
//   FAILING_FILES_UNDER    the folder whose files are watched
//   FAILING_FILES_COUNTS   a file that gets the number of calls of each kind, 8 bytes each
//   FAILING_FILES_LOG      a file that gets a line for each fault: kind, error and path
//   FAILING_FILES_KIND     the kind of call that fails, by its name below; without it nothing fails
//   FAILING_FILES_AT       which of them: the first is 1
//   FAILING_FILES_ERROR    the error's number; 0: a write writes half of its bytes
//   FAILING_FILES_LASTING  1: those after it fail, too
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { OPEN, READ, WRITE, FLUSH, RENAME, MAKE, REMOVE, RESIZE, LOCK, KINDS };
static const char *const names[KINDS] = { "open", "read", "write", "flush", "rename", "make", "remove", "resize", "lock" };

#define DESCRIPTORS 65536
static _Atomic unsigned char watched[DESCRIPTORS];
static _Atomic unsigned long *counts;
static const char *under;
static size_t under_length;
static int failing_kind = -1;
static unsigned long failing_at;
static int failing_error;
static int lasting;

__attribute__((constructor)) static void start(void)
{
    under = getenv("FAILING_FILES_UNDER");
    under_length = under ? strlen(under) : 0;
    const char *file = getenv("FAILING_FILES_COUNTS");
    if (!under_length || !file) {
        return;
    }
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0 || syscall(SYS_ftruncate, descriptor, KINDS * sizeof *counts) != 0) {
        abort();
    }
    void *shared = mmap(NULL, KINDS * sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    syscall(SYS_close, descriptor);
    if (shared == MAP_FAILED) {
        abort();
    }
    const char *kind = getenv("FAILING_FILES_KIND");
    for (int each = 0; kind && each < KINDS; each++) {
        if (strcmp(kind, names[each]) == 0) {
            failing_kind = each;
        }
    }
    failing_at = kind ? strtoul(getenv("FAILING_FILES_AT"), NULL, 10) : 0;
    failing_error = kind ? atoi(getenv("FAILING_FILES_ERROR")) : 0;
    lasting = kind && atoi(getenv("FAILING_FILES_LASTING"));
    counts = shared;
}

static void tell(enum kind kind, const char *path)
{
    const char *log = getenv("FAILING_FILES_LOG");
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s\t%d\t%s\n", names[kind], failing_error, path);
    int descriptor = log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (descriptor >= 0) {
        syscall(SYS_write, descriptor, line, (size_t)length);
        syscall(SYS_close, descriptor);
    }
}

// Counts a call. Whether it is to fail.
static int fails(enum kind kind, const char *path)
{
    unsigned long number = atomic_fetch_add(&counts[kind], 1) + 1;
    if ((int)kind != failing_kind || number < failing_at || (number > failing_at && !lasting)) {
        return 0;
    }
    tell(kind, path);
    errno = failing_error;
    return 1;
}

static int is_under(const char *path)
{
    return counts && path && strncmp(path, under, under_length) == 0;
}

static int path_fails(enum kind kind, const char *path)
{
    return is_under(path) && fails(kind, path);
}

static int is_watched(int descriptor)
{
    return counts && descriptor >= 0 && descriptor < DESCRIPTORS && watched[descriptor];
}

static int descriptor_fails(enum kind kind, int descriptor)
{
    if (!is_watched(descriptor)) {
        return 0;
    }
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return fails(kind, path);
}

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (!function) {
        abort();
    }
    return function;
}

static int opened(int descriptor, const char *path)
{
    if (descriptor >= 0 && descriptor < DESCRIPTORS) {
        watched[descriptor] = (unsigned char)is_under(path);
    }
    return descriptor;
}

#define MODE(flags)                                                     \
    mode_t mode = 0;                                                    \
    if ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE) {      \
        va_list rest;                                                   \
        va_start(rest, flags);                                          \
        mode = va_arg(rest, mode_t);                                    \
        va_end(rest);                                                   \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags)
    return path_fails(OPEN, path) ? -1 : opened(REAL(open)(path, flags, mode), path);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags)
    return path_fails(OPEN, path) ? -1 : opened(REAL(open64)(path, flags, mode), path);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE(flags)
    return path_fails(OPEN, path) ? -1 : opened(REAL(openat)(folder, path, flags, mode), path);
}

int openat64(int folder, const char *path, int flags, ...)
{
    MODE(flags)
    return path_fails(OPEN, path) ? -1 : opened(REAL(openat64)(folder, path, flags, mode), path);
}

int close(int descriptor)
{
    if (descriptor >= 0 && descriptor < DESCRIPTORS) {
        watched[descriptor] = 0;
    }
    return REAL(close)(descriptor);
}

#define READS(name, parameters, arguments)                                  \
    ssize_t name parameters { return descriptor_fails(READ, file) ? -1 : REAL(name) arguments; }
READS(read, (int file, void *bytes, size_t length), (file, bytes, length))
READS(pread, (int file, void *bytes, size_t length, off_t at), (file, bytes, length, at))
READS(pread64, (int file, void *bytes, size_t length, off64_t at), (file, bytes, length, at))
READS(readv, (int file, const struct iovec *parts, int number), (file, parts, number))
READS(preadv, (int file, const struct iovec *parts, int number, off_t at), (file, parts, number, at))
READS(preadv64, (int file, const struct iovec *parts, int number, off64_t at), (file, parts, number, at))

#define WRITES(name, parameters, arguments, halved)                         \
    ssize_t name parameters                                                 \
    {                                                                       \
        if (!descriptor_fails(WRITE, file)) {                               \
            return REAL(name) arguments;                                    \
        }                                                                   \
        return failing_error ? -1 : REAL(name) halved;                      \
    }
#define HALF(number) ((number) > 1 ? (number) / 2 : (number))
WRITES(write, (int file, const void *bytes, size_t length), (file, bytes, length), (file, bytes, HALF(length)))
WRITES(pwrite, (int file, const void *bytes, size_t length, off_t at), (file, bytes, length, at), (file, bytes, HALF(length), at))
WRITES(pwrite64, (int file, const void *bytes, size_t length, off64_t at), (file, bytes, length, at), (file, bytes, HALF(length), at))
WRITES(writev, (int file, const struct iovec *parts, int number), (file, parts, number), (file, parts, HALF(number)))
WRITES(pwritev, (int file, const struct iovec *parts, int number, off_t at), (file, parts, number, at), (file, parts, HALF(number), at))
WRITES(pwritev64, (int file, const struct iovec *parts, int number, off64_t at), (file, parts, number, at), (file, parts, HALF(number), at))

#define ON_FILE(kind, name, parameters, arguments)                          \
    int name parameters { return descriptor_fails(kind, file) ? -1 : REAL(name) arguments; }
ON_FILE(FLUSH, fsync, (int file), (file))
ON_FILE(FLUSH, fdatasync, (int file), (file))
ON_FILE(RESIZE, ftruncate, (int file, off_t length), (file, length))
ON_FILE(RESIZE, ftruncate64, (int file, off64_t length), (file, length))
ON_FILE(LOCK, flock, (int file, int operation), (file, operation))

// These give the error's number.
int posix_fallocate(int file, off_t from, off_t length)
{
    return descriptor_fails(RESIZE, file) ? failing_error : REAL(posix_fallocate)(file, from, length);
}

int posix_fallocate64(int file, off64_t from, off64_t length)
{
    return descriptor_fails(RESIZE, file) ? failing_error : REAL(posix_fallocate64)(file, from, length);
}

#define ON_PATH(kind, name, path, parameters, arguments)                    \
    int name parameters { return path_fails(kind, path) ? -1 : REAL(name) arguments; }
ON_FILE(RESIZE, fallocate, (int file, int how, off_t from, off_t length), (file, how, from, length))
ON_FILE(RESIZE, fallocate64, (int file, int how, off64_t from, off64_t length), (file, how, from, length))
ON_PATH(RENAME, rename, to, (const char *from, const char *to), (from, to))
ON_PATH(RENAME, renameat, to, (int from_folder, const char *from, int to_folder, const char *to), (from_folder, from, to_folder, to))
ON_PATH(RENAME, link, to, (const char *from, const char *to), (from, to))
ON_PATH(MAKE, mkdir, path, (const char *path, mode_t mode), (path, mode))
ON_PATH(REMOVE, unlink, path, (const char *path), (path))
ON_PATH(REMOVE, rmdir, path, (const char *path), (path))
