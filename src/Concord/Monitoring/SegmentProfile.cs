using Concord.Foundation;
using Concord.Logs;

namespace Concord.Monitoring;

internal readonly record struct SegmentProfileId(Guid Value) : IId<SegmentProfileId>
{
    public static SegmentProfileId From(Guid value) => new(value);
}

/// <summary>
/// The counts of one segment's rows in one window, as one question of a monitor counts them. Those of a window add up, so that rows are read once, and a window
/// can be measured after its rows were deleted.
/// </summary>
internal sealed class SegmentProfile : IScoped
{
    private SegmentProfile()
    {
    }

    /// <param name="question">What was asked, and of which labels.</param>
    public SegmentProfile(Monitor monitor, LogSegmentId segment, string question, Profile counts)
    {
        Id = Foundation.Id.New<SegmentProfileId>();
        (UnitId, MonitorId, SegmentId) = (monitor.UnitId, monitor.Id, segment);
        (Question, Window, Rows, First, Last) = (question, counts.Window, counts.Rows, counts.First, counts.Last);
        (Profile, ProfileSha256) = (counts.ToBytes(), counts.Sha256());
    }

    public SegmentProfileId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MonitorId MonitorId { get; private set; }

    public LogSegmentId SegmentId { get; private set; }

    /// <summary>Of <see cref="ProfileQuestion.Sha256"/>; where labels came late, with a hash of their files.</summary>
    public string Question { get; private set; } = "";

    public string Window { get; private set; } = "";

    public long Rows { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public byte[] Profile { get; private set; } = [];

    public string ProfileSha256 { get; private set; } = "";
}
