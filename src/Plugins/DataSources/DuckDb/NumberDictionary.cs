using System.Globalization;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Numbers the texts of whole numbers in the order in which these are first seen. A number that was seen before costs no text.</summary>
internal sealed class NumberDictionary
{
    /// <summary>2^64 divided by the golden ratio: multiplied by it, neighbours are far apart (Knuth, The Art of Computer Programming 3, section 6.4).</summary>
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly List<string> _texts = [];

    /// <summary>Codes by hash, each plus 1, with linear probing; at most half full, its length a power of two.</summary>
    private int[] _slots = new int[64];
    private long[] _numbers = new long[32];
    private int _shift = 64 - 6;

    /// <summary>The texts by code.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The code of a number's text.</summary>
    public int CodeOf(long number)
    {
        int slot = SlotOf(number);
        while (_slots[slot] is > 0 and int next)
        {
            if (_numbers[next - 1] == number)
            {
                return next - 1;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return Add(number, slot);
    }

    private int Add(long number, int slot)
    {
        int code = _texts.Count;
        _texts.Add(number.ToString(CultureInfo.InvariantCulture));
        if (code == _numbers.Length)
        {
            Array.Resize(ref _numbers, _numbers.Length * 2);
        }

        _numbers[code] = number;
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
        _shift--;
        for (int code = 0; code < _texts.Count; code++)
        {
            int slot = SlotOf(_numbers[code]);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = code + 1;
        }
    }

    private int SlotOf(long number) => (int)((ulong)number * Spread >> _shift);
}
