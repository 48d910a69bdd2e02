using System.IO.Hashing;
using System.Text;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>
/// Numbers texts in the order in which they are first seen. A text that was seen before costs a hash and a comparison of its
/// bytes, and no memory.
/// </summary>
internal sealed class TextDictionary
{
    private readonly List<string> _texts = [];
    private readonly List<byte[]> _bytes = [];

    /// <summary>Codes by hash, each plus 1, with linear probing; at most half full, its length a power of two.</summary>
    private int[] _slots = new int[64];
    private ulong[] _hashes = new ulong[32];

    /// <summary>The texts by code.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The code of a text.</summary>
    /// <param name="text">The text in UTF-8.</param>
    public int CodeOf(ReadOnlySpan<byte> text)
    {
        ulong hash = XxHash3.HashToUInt64(text);
        int slot = SlotOf(hash);
        while (_slots[slot] is > 0 and int next)
        {
            int code = next - 1;
            if (_hashes[code] == hash && text.SequenceEqual(_bytes[code]))
            {
                return code;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return Add(text, hash, slot);
    }

    private int Add(ReadOnlySpan<byte> text, ulong hash, int slot)
    {
        int code = _texts.Count;
        _texts.Add(Encoding.UTF8.GetString(text));
        _bytes.Add(text.ToArray());
        if (code == _hashes.Length)
        {
            Array.Resize(ref _hashes, _hashes.Length * 2);
        }

        _hashes[code] = hash;
        _slots[slot] = code + 1;
        if (_texts.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return code;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int code = 0; code < _texts.Count; code++)
        {
            int slot = SlotOf(_hashes[code]);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = code + 1;
        }
    }

    private int SlotOf(ulong hash) => (int)(hash & (ulong)(_slots.Length - 1));
}
