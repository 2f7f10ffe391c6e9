using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>struct iomap_iter and iomap_iter() in both forms (fs/iomap/iter.c), with the kernel's integer widths.</summary>
internal class IomapIterator(IomapForm form, bool knowsStale)
{
    private Iomap _map, _source;

    /// <summary>Where the present mapping was begun: only in form <see cref="IomapForm.Status"/>.</summary>
    private ulong _startPos;

    /// <summary>loff_t as its bits.</summary>
    public ulong Pos { get; private set; }

    public ulong Len { get; protected set; }

    public virtual Iomap Map => _map;

    /// <summary>The last call asked for a mapping.</summary>
    public bool Begun { get; protected set; }

    /// <summary>The last call handed a mapping back.</summary>
    public bool Ended { get; protected set; }

    /// <summary>The length that went with it, in bytes.</summary>
    public ulong EndLength { get; private set; }

    /// <summary>The bytes written that went with it.</summary>
    public ulong EndWritten { get; private set; }

    public virtual void Start(ulong pos, ulong len)
    {
        _map = _source = default;
        _startPos = 0;
        Pos = pos;
        Len = len;
    }

    /// <summary>The body reports and iomap_iter is called: 1 go on, 0 done, or a negative errno.</summary>
    public virtual int iomap_iter(long processed, in IomapAnswer answer)
    {
        Begun = Ended = false;
        return form == IomapForm.Status ? WithStatus(processed, answer) : WithProcessed(processed, answer);
    }

    private int WithProcessed(long processed, in IomapAnswer answer)
    {
        if (_map.Length != 0)
        {
            End(TrimmedLength(Pos, Len), processed > 0 ? (ulong)processed : 0);
            if (answer.End < 0 && processed == 0) return answer.End;
            // An int: what does not fit is cut off.
            if (processed < 0) return ContinueAfter(unchecked((int)processed), answer);
            if (processed == 0 && !IsStale) return 0;
            if ((ulong)processed > TrimmedLength(Pos, Len)) return -EIO;
            Move((ulong)processed);
            if (Len == 0) return 0;
        }
        _map = _source = default;
        return Begin(answer);
    }

    /// <summary>A negative count whose low 32 bits are positive passes for "go on", with the old mapping in place.</summary>
    private int ContinueAfter(int cut, in IomapAnswer answer) => cut <= 0 ? cut : Begin(answer);

    private int WithStatus(long processed, in IomapAnswer answer)
    {
        var status = processed < 0 ? unchecked((int)processed) : iomap_iter_advance((ulong)processed);
        if (_map.Length != 0)
        {
            var advanced = unchecked(Pos - _startPos);
            End(TrimmedLength(_startPos, unchecked(Len + advanced)), advanced);
            if (answer.End < 0 && advanced == 0) return answer.End;
            if (status > 0) return -EIO;
            if (status < 0) return status;
            if (Len == 0 || (advanced == 0 && !IsStale)) return 0;
            _map = _source = default;
        }
        var result = Begin(answer);
        if (result > 0) _startPos = Pos;
        return result;
    }

    private int iomap_iter_advance(ulong count)
    {
        if (count > TrimmedLength(Pos, Len)) return -EIO;
        Move(count);
        return 0;
    }

    protected virtual bool IsStale => knowsStale && _map.Stale;

    protected virtual void Move(ulong count)
    {
        Pos = unchecked(Pos + count);
        Len = unchecked(Len - count);
    }

    /// <summary>Bytes from a position to the end of the mapping, and of the source mapping if there is one, at most a length. Behind the end the difference wraps, and the length stands.</summary>
    protected virtual ulong TrimmedLength(ulong pos, ulong len)
    {
        var end = _map.End;
        if (_source.Type != Iomap.Hole) end = Math.Min(end, _source.End);
        return Math.Min(len, unchecked(end - pos));
    }

    protected virtual void End(ulong length, ulong written)
    {
        Ended = true;
        EndLength = length;
        EndWritten = written;
    }

    protected virtual int Begin(in IomapAnswer answer)
    {
        Begun = true;
        if (answer.Begin < 0) return answer.Begin;
        if (answer.Begin != 0) return 1;
        _map = answer.Map;
        if (answer.Source.Type != Iomap.Hole) _source = answer.Source;
        return 1;
    }
}
