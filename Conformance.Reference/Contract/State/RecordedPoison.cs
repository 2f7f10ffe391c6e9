using Conformance.Reference.Block;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract.State;

/// <summary>The badblocks table of a device as its callers may think of it: sectors, room and the last digest seen.</summary>
public sealed class RecordedPoison
{
    /// <summary>Sectors that a record can name: 54 bits (block/badblocks.c, badblocks_check).</summary>
    public const ulong SectorLimit = 1UL << 54;

    /// <summary>The longest record in sectors: BB_MAX_LEN (include/linux/badblocks.h).</summary>
    public const ulong LongestRecord = 512;

    private bool _wideCounts;
    private ulong _capacity, _records;

    public static ulong EmptyTable { get; } = new Digest().Value;

    public SectorMap Sectors { get; } = new();

    /// <summary>The digest of the table when it is known: seen last and not changed since.</summary>
    public ulong? Table { get; private set; }

    /// <summary>A badblocks_set has failed in this history.</summary>
    public bool SetFailed { get; private set; }

    /// <summary>A set or clear named sectors that no record can: nothing is known of the table from then on.</summary>
    public bool IsLost { get; private set; }

    /// <summary>A set of this history was longer than a record.</summary>
    public bool HasLongSet { get; private set; }

    /// <summary>A set of this history overlapped recorded sectors.</summary>
    public bool HasOverlappingSet { get; private set; }

    /// <summary>A set of this history adjoined recorded sectors.</summary>
    public bool HasAdjoiningSet { get; private set; }

    /// <summary>Counts the operations that may have changed the table.</summary>
    public int Epoch { get; private set; }

    public static ulong Last(ulong sector, ulong sectors) => sectors - 1 > ulong.MaxValue - sector ? ulong.MaxValue : sector + sectors - 1;

    /// <summary>The count reaches the function as the caller gave it: int until 6.14, sector_t since.</summary>
    public bool CountFits(ulong sectors) => _wideCounts || sectors <= int.MaxValue;

    /// <summary>Sectors and count that a record can hold and a call can pass on.</summary>
    public bool Expressible(ulong sector, ulong sectors) => CountFits(sectors) && sector < SectorLimit && sectors <= SectorLimit - sector;

    /// <summary>A set or clear of so many sectors finds room whatever the records look like: an upper bound of their number stays below the table's size.</summary>
    public bool HasRoom(ulong sectors) => !IsLost && _records + Pieces(sectors) <= _capacity;

    /// <summary>What badblocks_set or badblocks_clear said: 1 success, -1 failure, 0 not seen.</summary>
    public static int Answer(Step step)
    {
        if (!step.Sees(Aspect.Result)) return 0;
        var good = step.Profile.Badblocks == BadblocksAlgorithm.Reworked ? step.Result != 0 : step.Result == 0;
        return good ? 1 : -1;
    }

    public void Reset(Geometry geometry, Profile profile)
    {
        _wideCounts = profile.Badblocks == BadblocksAlgorithm.Reworked;
        _capacity = (ulong)geometry.PageSize / 8;
        _records = 0;
        Epoch = 0;
        (SetFailed, HasLongSet, HasOverlappingSet, HasAdjoiningSet, IsLost) = (false, false, false, false, false);
        Sectors.Reset();
        Table = geometry.Bad.IsEmpty ? EmptyTable : null;
        foreach (var bad in geometry.Bad) Set(bad.Sector, bad.Sectors, bad.Acknowledged, HasRoom(bad.Sectors) ? 1 : 0, -1);
    }

    public void Set(ulong sector, ulong sectors, bool acknowledged, int answer, int step)
    {
        if (sectors == 0) return;
        _records += Pieces(sectors);
        Remember(sector, sectors);
        if (IsLost) return;
        if (answer <= 0) Sectors.Allow(sector, Last(sector, sectors), acknowledged ? SectorState.Acknowledged : SectorState.Unacknowledged, step);
        else if (acknowledged) Sectors.Put(sector, Last(sector, sectors), SectorState.Acknowledged, step);
        else Sectors.PutUnacknowledged(sector, Last(sector, sectors), step);
        SetFailed |= answer < 0;
    }

    public void Clear(ulong sector, ulong sectors, int answer, int step)
    {
        if (sectors == 0) return;
        _records++;
        if (IsLost) return;
        if (!Expressible(sector, sectors)) ForgetAll();
        else if (answer <= 0) Sectors.Allow(sector, Last(sector, sectors), SectorState.Clean, step);
        else Sectors.Put(sector, Last(sector, sectors), SectorState.Clean, step);
    }

    public void Follow(Step step)
    {
        ref readonly var operation = ref step.Operation;
        switch (operation.Code)
        {
            case OpCode.badblocks_set:
                Set(operation[0], operation[1], operation[2] != 0, Answer(step), step.Index);
                break;
            case OpCode.badblocks_clear:
                Clear(operation[0], operation[1], Answer(step), step.Index);
                break;
            case OpCode.badblocks_check:
                FollowCheck(step);
                return;
            default:
                FollowWrite(step.Write, step);
                break;
        }
        Epoch++;
        Table = step.Sees(Aspect.Table) ? step.Outcome[Aspect.Table] : null;
    }

    /// <summary>Records that a range may add to any table: its pieces, and one more where it splits a record in two.</summary>
    private static ulong Pieces(ulong sectors) => sectors / LongestRecord + 3;

    /// <summary>The call went beyond what a record can name: nothing is known of the table from now on.</summary>
    private void ForgetAll()
    {
        IsLost = true;
        Sectors.Put(0, ulong.MaxValue, SectorState.Unknown, -1);
    }

    /// <summary>What a table was built from; and that nothing is known of it once a set went beyond what it can name.</summary>
    private void Remember(ulong sector, ulong sectors)
    {
        HasLongSet |= sectors > LongestRecord;
        if (!Expressible(sector, sectors))
        {
            ForgetAll();
            return;
        }
        HasOverlappingSet |= Sectors.Look(sector, Last(sector, sectors)).SomeBad;
        HasAdjoiningSet |= sector > 0 && Sectors.Look(sector - 1, sector - 1).SomeBad || Sectors.Look(sector + sectors, sector + sectors).SomeBad;
    }

    private void FollowCheck(Step step)
    {
        var (sector, sectors) = (step.Operation[0], step.Operation[1]);
        if (sectors == 0 || IsLost || !Expressible(sector, sectors) || !step.Sees(Aspect.Result)) return;
        var last = Last(sector, sectors);
        switch (step.Result)
        {
            case 0:
                Sectors.Believe(sector, last, SectorState.Clean, step.Index);
                break;
            case 1 when !Sectors.Look(sector, last).AllClean:
                Sectors.Believe(sector, last, SectorState.Clean | SectorState.Acknowledged, step.Index);
                break;
            case -1 when sectors == 1:
                Sectors.Believe(sector, last, SectorState.Unacknowledged, step.Index);
                break;
            case -1 when (Sectors.Look(sector, last).Any & SectorState.Unacknowledged) != 0:
                break;
            default:
                Sectors.Allow(sector, last, SectorState.Unknown, step.Index);
                break;
        }
    }

    /// <summary>
    /// A write clears what it covers when it succeeds; what it may have cleared on the way stays open, and so does a success that is
    /// hard to believe: without a way to clear, with a crowded table, or of more than 32 bits of bytes. With an address outside its page it
    /// may have cleared anything.
    /// </summary>
    private void FollowWrite(WriteRequest write, Step step)
    {
        if (IsLost) return;
        if (write.HasNoEffect(step))
        {
            if (step.Success > 0 || !step.IsWrapper || write.Pgoff >= step.Geometry.Pages) Sectors.Allow(0, ulong.MaxValue, SectorState.Clean, step.Index);
            return;
        }
        _records++;
        if (!write.IsOnItsPage)
        {
            Sectors.Allow(0, ulong.MaxValue, SectorState.Clean, step.Index);
            return;
        }
        var first = write.Start >> Geometry.SectorShift;
        var behind = (write.Start + write.Inside + Geometry.SectorSize - 1) >> Geometry.SectorShift;
        var sectorsPerPage = (ulong)step.Geometry.PageSize >> Geometry.SectorShift;
        var (firstOfPage, lastOfPage) = (first / sectorsPerPage * sectorsPerPage, (behind + sectorsPerPage - 1) / sectorsPerPage * sectorsPerPage - 1);
        var cleared = write.Kind == WriteKind.Zeros ? Math.Min(write.Written(step), (ulong)step.Geometry.PageSize) : write.Written(step);
        var doubtful = cleared == 0 || write.CanClear == false || !HasRoom(1) || write.Bytes > uint.MaxValue - (ulong)step.Geometry.PageSize;
        if (!write.Poison.AllClean && doubtful || step.Success == 0)
        {
            Sectors.Allow(firstOfPage, lastOfPage, SectorState.Clean, step.Index);
            return;
        }
        if (!write.Poison.AllClean) Sectors.Allow(firstOfPage, lastOfPage, SectorState.Clean, step.Index);
        var from = (write.Start + Geometry.SectorSize - 1) >> Geometry.SectorShift;
        var to = (write.Start + cleared) >> Geometry.SectorShift;
        if (from < to) Sectors.Put(from, to - 1, SectorState.Clean, step.Index);
    }
}
