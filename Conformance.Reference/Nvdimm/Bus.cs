namespace Conformance.Reference.Nvdimm;

/// <summary>drivers/nvdimm/bus.c.</summary>
public static class Bus
{
    /// <summary>
    /// Has the platform clear poison (nvdimm_clear_poison). The firmware's part is given by the device
    /// (<see cref="PmemDevice.Clear"/>): it answers as a bus without commands does, claims less, or fails.
    /// </summary>
    /// <param name="pmem">the device</param>
    /// <param name="len">bytes, unsigned int</param>
    /// <returns>bytes cleared, from 0 to <paramref name="len"/>, or a negative errno</returns>
    public static long nvdimm_clear_poison(PmemDevice pmem, uint len) => Math.Min(pmem.Clear, len);
}
