using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Runs.Configuration;

/// <summary>Reads JSON into a tree that knows its places. Comments and trailing commas are allowed.</summary>
internal static class JsonTree
{
    private static readonly JsonReaderOptions ReaderOptions = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text as UTF-8, without a byte order mark.</param>
    /// <param name="path">The configuration path of the root.</param>
    /// <param name="place">Gives the place of a byte of the text.</param>
    /// <param name="folder">The folder that relative paths are meant from.</param>
    /// <param name="problems">Gets what is wrong: a mistake of syntax, or keys that are there twice.</param>
    /// <returns>The root; null where the text is no JSON.</returns>
    public static ConfigurationNode? Read(
        byte[] text, string path, Func<long, ConfigurationPlace> place, string folder, List<ConfigurationProblem> problems)
    {
        if (FirstInvalid(text) is { } invalid)
        {
            problems.Add(new ConfigurationProblem(ConfigurationCodes.NotUtf8, place(invalid), path, "is not written in UTF-8; expected UTF-8"));
            return null;
        }

        var reader = new Utf8JsonReader(text, ReaderOptions);
        try
        {
            if (!reader.Read())
            {
                problems.Add(new ConfigurationProblem(ConfigurationCodes.Empty, place(0), path, "is empty; expected a JSON object"));
                return null;
            }

            ConfigurationNode root = new Parser(place, folder, problems).Value(ref reader, path);
            while (reader.Read())
            {
            }

            return root;
        }
        catch (JsonException exception)
        {
            // The exception's position is a line and a byte within it, both from 0.
            problems.Add(new ConfigurationProblem(ConfigurationCodes.InvalidJson, place(Offset(text, exception)), path, $"is not JSON: {Reason(exception)}"));
            return null;
        }
    }

    /// <summary>The first byte that is of no letter in UTF-8; null where there is none.</summary>
    private static int? FirstInvalid(byte[] text)
    {
        if (Utf8.IsValid(text))
        {
            return null;
        }

        int at = 0;
        while (Rune.DecodeFromUtf8(text.AsSpan(at), out _, out int length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static long Offset(byte[] text, JsonException exception)
    {
        long start = 0;
        for (long line = 0; line < (exception.LineNumber ?? 0); line++)
        {
            start = Array.IndexOf(text, (byte)'\n', (int)start) + 1;
        }

        return Math.Min(start + (exception.BytePositionInLine ?? 0), text.Length);
    }

    private static string Reason(JsonException exception)
    {
        int position = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? exception.Message : exception.Message[..position];
    }

    private sealed class Parser(Func<long, ConfigurationPlace> place, string folder, List<ConfigurationProblem> problems)
    {
        public ConfigurationNode Value(ref Utf8JsonReader reader, string path)
        {
            ConfigurationPlace here = place(reader.TokenStartIndex);
            return reader.TokenType switch
            {
                JsonTokenType.StartObject => Node(ConfigurationKind.Object, path, here) with { Members = Members(ref reader, path) },
                JsonTokenType.StartArray => Node(ConfigurationKind.Array, path, here) with { Items = Items(ref reader, path) },
                JsonTokenType.String => Node(ConfigurationKind.String, path, here) with { Text = Text(ref reader, path) },
                JsonTokenType.Number => Node(ConfigurationKind.Number, path, here) with { Text = Literal(ref reader) },
                JsonTokenType.True or JsonTokenType.False => Node(ConfigurationKind.Boolean, path, here) with { Text = Literal(ref reader) },
                _ => Node(ConfigurationKind.Null, path, here),
            };
        }

        private ConfigurationNode Node(ConfigurationKind kind, string path, ConfigurationPlace here) =>
            new() { Kind = kind, Path = path, Place = here, Folder = folder };

        private ImmutableArray<ConfigurationMember> Members(ref Utf8JsonReader reader, string path)
        {
            var members = ImmutableArray.CreateBuilder<ConfigurationMember>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string key = Text(ref reader, path);
                ConfigurationPlace keyPlace = place(reader.TokenStartIndex);
                string memberPath = ConfigurationPath.Join(path, key);
                reader.Read();
                ConfigurationNode value = Value(ref reader, memberPath);
                if (members.FirstOrDefault(member => member.Key == key) is { } first)
                {
                    problems.Add(new ConfigurationProblem(ConfigurationCodes.DuplicateKey, keyPlace, memberPath, $"is there already, at {first.KeyPlace}; keep one"));
                }
                else
                {
                    members.Add(new ConfigurationMember(key, keyPlace, value));
                }
            }

            return members.ToImmutable();
        }

        private ImmutableArray<ConfigurationNode> Items(ref Utf8JsonReader reader, string path)
        {
            var items = ImmutableArray.CreateBuilder<ConfigurationNode>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(Value(ref reader, ConfigurationPath.Join(path, $"{items.Count}")));
            }

            return items.ToImmutable();
        }

        /// <summary>A key or a text. By <c>\u</c> half of a letter can be written, which no text can hold.</summary>
        private string Text(ref Utf8JsonReader reader, string path)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                problems.Add(new ConfigurationProblem(
                    ConfigurationCodes.UnpairedSurrogate, place(reader.TokenStartIndex), path, @"has half of a surrogate pair; \ud800 to \udbff and \udc00 to \udfff go in pairs"));
                return "";
            }
        }

        private static string Literal(ref Utf8JsonReader reader) => System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
    }
}
