namespace Conformance.Reference.Block;

/// <summary>
/// The state of <c>struct badblocks</c> and the page moves that all algorithms share. What a move leaves behind the last
/// record stays in the page, as in the kernel.
/// </summary>
internal sealed class BadblocksTable(uint capacity, int shift)
{
    private readonly ulong[] _page = new ulong[capacity];

    public ReadOnlySpan<ulong> Page => _page;

    public int Capacity => _page.Length;

    public int Shift { get; private set; } = shift;

    public int Count { get; private set; }

    public bool UnackedExist { get; set; }

    public bool Changed { get; set; }

    public ulong WarnCount { get; private set; }

    public bool Full => Count >= Capacity;

    public BadblocksRecord this[int index]
    {
        get => new(_page[index]);
        set => _page[index] = value.Packed;
    }

    /// <summary>Counts one WARN_ON that fires.</summary>
    public void WarnIf(bool condition) => WarnCount += condition ? 1u : 0u;

    /// <summary>Makes room for <paramref name="records"/> records at <paramref name="index"/>; they keep their old content.</summary>
    public void OpenGap(int index, int records)
    {
        _page.AsSpan(index, Count - index).CopyTo(_page.AsSpan(index + records));
        Count += records;
    }

    public void Remove(int index, int records = 1)
    {
        _page.AsSpan(index + records, Count - index - records).CopyTo(_page.AsSpan(index));
        Count -= records;
    }

    /// <summary>
    /// Joins a record with the one after it if they touch, fit into one record and agree on acknowledgement. Since 6.7.
    /// </summary>
    public bool JoinWithNext(int index)
    {
        if (index < 0 || index + 1 >= Count)
        {
            return false;
        }

        BadblocksRecord left = this[index];
        BadblocksRecord right = this[index + 1];
        uint together = left.Length + right.Length;
        if (left.End != right.Start || together > BadblocksRecord.MaxLength || left.Acknowledged != right.Acknowledged)
        {
            return false;
        }

        this[index] = BadblocksRecord.Make(left.Start, together, left.Acknowledged);
        Remove(index + 1);
        return true;
    }

    /// <summary>What every set that counts as done leaves in the flags.</summary>
    public void NoteSet(bool acknowledged)
    {
        Changed = true;
        if (acknowledged)
        {
            ForgetUnackedIfNone();
        }
        else
        {
            UnackedExist = true;
        }
    }

    /// <summary>What every clear that counts as done leaves in the flags.</summary>
    public void NoteClear()
    {
        Changed = true;
        ForgetUnackedIfNone();
    }

    public void AcknowledgeAll()
    {
        for (int i = 0; i < Count; i++)
        {
            BadblocksRecord record = this[i];
            this[i] = BadblocksRecord.Make(record.Start, record.Length, acknowledged: true);
        }
    }

    public void Reset()
    {
        Array.Clear(_page);
        Count = 0;
        UnackedExist = false;
        Changed = false;
        WarnCount = 0;
    }

    public void CopyFrom(BadblocksTable other)
    {
        other._page.CopyTo(_page, 0);
        Shift = other.Shift;
        Count = other.Count;
        UnackedExist = other.UnackedExist;
        Changed = other.Changed;
        WarnCount = other.WarnCount;
    }

    private void ForgetUnackedIfNone()
    {
        for (int i = 0; UnackedExist && i < Count; i++)
        {
            if (!this[i].Acknowledged)
            {
                return;
            }
        }

        UnackedExist = false;
    }
}
