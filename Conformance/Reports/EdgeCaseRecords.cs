using Conformance.Reference.Block;
using Conformance.Reference.Histories;

namespace Conformance.Reports;

/// <summary>
/// Names for table digests: follows the records of one history with the generation's own algorithm, as far as the answers confirm
/// it, so that a report can list them the way a device's text does: <c>16+1,40+2?</c>.
/// </summary>
internal sealed class EdgeCaseRecords
{
    private readonly Geometry _geometry;
    private readonly Badblocks _table;

    public EdgeCaseRecords(Geometry geometry, BadblocksAlgorithm algorithm)
    {
        _geometry = geometry;
        _table = new(algorithm, (uint)geometry.PageSize / sizeof(ulong));
        foreach (var bad in geometry.Bad) _table.badblocks_set(bad.Sector, bad.Sectors, bad.Acknowledged);
    }

    /// <summary>The records behind a digest that an operation answered; null where nothing was bad and nothing changed.</summary>
    public string? After(Operation operation, ulong digest)
    {
        var before = DigestOf(_table);
        if (before != digest) Apply(operation);
        if (DigestOf(_table) != digest) return $"#{digest >> 48:x4}";
        return _table.Count > 0 ? Text() : before == digest && !IsRecord(operation.Code) ? null : "none";
    }

    /// <summary>The result of a set or clear in words: its value for success changed with 6.15.</summary>
    public string Result(long result) => result is >= int.MinValue and <= int.MaxValue && _table.Succeeded((int)result) ? "ok" : result < 0 ? Errno.Text(result) : "refused";

    private static bool IsRecord(OpCode code) => code is OpCode.badblocks_set or OpCode.badblocks_clear;

    private void Apply(Operation operation)
    {
        switch (operation.Code)
        {
            case OpCode.badblocks_set:
                _table.badblocks_set(operation[0], operation[1], operation[2] != 0);
                break;
            case OpCode.badblocks_clear:
                _table.badblocks_clear(operation[0], operation[1]);
                break;
            case OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range:
                ClearPoison(operation[0] << _geometry.PageShift, (ulong)_geometry.PageSize);
                break;
            case OpCode.write_direct:
                ClearPoison(operation[0] << Geometry.SectorShift, operation[1] << Geometry.SectorShift);
                break;
            case OpCode.dax_recovery_write or OpCode.pmem_recovery_write or OpCode.pwrite:
                ClearPoison(unchecked((operation[0] << _geometry.PageShift) + operation[1]), operation[2]);
                break;
        }
    }

    private void ClearPoison(ulong address, ulong bytes) =>
        _table.badblocks_clear(address >> Geometry.SectorShift, Math.Min((ulong)Math.Max(_geometry.Clear, 0), bytes) >> Geometry.SectorShift);

    private IEnumerable<BadRange> Records()
    {
        for (var i = 0; i < _table.Count; i++)
        {
            var record = new BadblocksRecord(_table.Page[i]);
            yield return new(record.Start, record.Length, record.Acknowledged);
        }
    }

    private string Text() => string.Join(',', Records());

    private static ulong DigestOf(Badblocks table)
    {
        var digest = new Digest();
        for (var i = 0; i < table.Count; i++)
        {
            var record = new BadblocksRecord(table.Page[i]);
            Observation.AddRecord(ref digest, record.Start, record.Length, record.Acknowledged);
        }
        return digest.Value;
    }
}
