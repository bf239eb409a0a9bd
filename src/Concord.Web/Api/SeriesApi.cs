using System.ComponentModel;
using Concord.Foundation;
using Concord.Logs;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Series: metrics that are computed elsewhere and pushed here, a figure for each window.</summary>
internal static class SeriesApi
{
    public static void MapSeries(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Series");
        models.MapPost("/{reference}/series", Define).Permit(Permission.EditMonitoring).Creates().WithSummary("Define a series of a model's version, with its limits");
        models.MapPost("/{reference}/measurements", Push).Permit(Permission.AppendLog).TakesMeasurements().Creates()
            .WithSummary("Push measurements; the same content again is known, other content for the same window is a correction");
        models.MapGet("/{reference}/measurements", ListMeasurements).Permit(Permission.ViewRegister).WithSummary("Measurements of a model; with history:yes those that were replaced as well");

        var series = api.MapGroup("/series").WithTags("Series");
        series.MapGet("", ListSeries).Permit(Permission.ViewRegister).WithSummary("Series with their newest figure");
        series.MapGet("/{reference}", GetSeries).Permit(Permission.ViewRegister).WithSummary("One series with all versions of its limits");
        series.MapPost("/{reference}/limits", SetLimits).Permit(Permission.EditMonitoring).Creates().WithSummary("Set new limits; looser ones wait for another person's approval");
        series.MapPost("/{reference}/stop", Stop).Permit(Permission.EditMonitoring).WithSummary("Stop a series: no measurement is expected or taken in any more");

        var limits = api.MapGroup("/limits").WithTags("Series");
        limits.MapGet("/{reference}", GetLimits).Permit(Permission.ViewRegister).WithSummary("One version of the limits of a series");
        limits.MapPost("/{reference}/approve", Approve).Permit(Permission.EditMonitoring).WithSummary("Approve proposed limits; not by the one who proposed them");
    }

    private static async Task<CreatedRecord<SeriesDetail>> Define(string reference, NewSeries body, SeriesRegister register, SeriesViews views, CurrentActor current, CancellationToken stop)
    {
        var series = await register.Define(reference, body.ToRequest(), current.Actor, stop);
        return Answer.Created(await views.Detail(series.Ref, stop), series.Version, $"/series/{series.Ref}");
    }

    private static async Task<Results<Created<MeasurementReceipt>, Ok<MeasurementReceipt>>> Push(
        string reference, ReceivedFiles files, [Description("Label of the model's version; the newest in use with such a series unless told.")] string? version, SeriesRuns runs, CurrentActor current, CancellationToken stop)
    {
        var (pushed, faults) = (new List<PushedMeasurement>(), new List<Finding>());
        foreach (var path in files.Paths) pushed.AddRange(await Read(path, faults, stop));
        var receipt = await runs.Push(reference, version, pushed, faults, current.Actor, stop);
        return receipt.Known == receipt.Measurements.Count ? TypedResults.Ok(receipt) : TypedResults.Created((string?)null, receipt);
    }

    private static async Task<IReadOnlyList<PushedMeasurement>> Read(string path, List<Finding> faults, CancellationToken stop)
    {
        if (new FileInfo(path).Length > MeasurementReader.LargestBytes)
            throw new RuleViolation("FILE-LARGE", $"At most {MeasurementReader.LargestBytes >> 20} MB of measurements can be pushed at once. Send them in parts.");
        if (Path.GetExtension(path) == ".parquet") throw new BadHttpRequestException("Send measurements as JSON or CSV.", StatusCodes.Status415UnsupportedMediaType);
        return MeasurementReader.Read(await File.ReadAllBytesAsync(path, stop), Path.GetExtension(path) == ".csv", faults);
    }

    private static async Task<Ok<PageOf<MeasurementLine>>> ListMeasurements(string reference, [AsParameters] ListParameters list, SeriesViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Measurements(reference, list.Request, stop));

    private static async Task<Ok<PageOf<SeriesLine>>> ListSeries([AsParameters] ListParameters list, SeriesViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<SeriesDetail>> GetSeries(string reference, SeriesViews views, CancellationToken stop)
    {
        var series = await views.Detail(reference, stop);
        return Answer.One(series, series.Line.Version);
    }

    private static async Task<CreatedRecord<LimitsLine>> SetLimits(string reference, NewLimits body, SeriesRuns runs, SeriesViews views, CurrentActor current, CancellationToken stop)
    {
        var result = await runs.SetLimits(reference, body.ToFigures(), current.Actor, stop);
        return Answer.Created(await views.Limits(result.Limits.Ref, stop), result.Limits.Version, $"/limits/{result.Limits.Ref}");
    }

    private static async Task<OneRecord<LimitsLine>> GetLimits(string reference, SeriesViews views, CancellationToken stop)
    {
        var limits = await views.Limits(reference, stop);
        return Answer.One(limits, limits.Version);
    }

    private static async Task<OneRecord<LimitsLine>> Approve(string reference, SeenVersion seen, SeriesRuns runs, SeriesViews views, CurrentActor current, CancellationToken stop)
    {
        await runs.ApproveLimits(reference, seen.Number, current.Actor, stop);
        return await GetLimits(reference, views, stop);
    }

    private static async Task<OneRecord<SeriesDetail>> Stop(string reference, SeenVersion seen, SeriesRegister register, SeriesViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Stop(reference, seen.Number, current.Actor, stop);
        return await GetSeries(reference, views, stop);
    }
}

/// <summary>When a value is out of bounds. At least one limit.</summary>
internal record NewLimits
{
    [Description("Reached from the good side, in the unit of the series.")]
    public double? Warn { get; init; }

    public double? Alert { get; init; }

    [Description("Change for the worse against the baseline, above 0.")]
    public double? WarnChange { get; init; }

    public double? AlertChange { get; init; }

    [Description("Changes are shares of the baseline: 0.2 is 20 % worse.")]
    public bool Relative { get; init; }

    [Description("What a change is measured against; or baselineFirst and baselineLast, windows of a good time.")]
    public double? Baseline { get; init; }

    public string BaselineFirst { get; init; } = "";

    public string BaselineLast { get; init; } = "";

    [Description("A value that rests on fewer has no verdict; 100 unless told.")]
    public long MinimumN { get; init; } = LimitFigures.DefaultMinimumN;

    public LimitFigures ToFigures() => new(Warn, Alert, WarnChange, AlertChange, Relative, Baseline, BaselineFirst, BaselineLast.Length == 0 ? BaselineFirst : BaselineLast, MinimumN);
}

/// <summary>What is followed, and its limits.</summary>
internal sealed record NewSeries : NewLimits
{
    [Description("Id of a metric of the standards library, which gives title, kind, risks and controls; or a name of one's own.")]
    public required string Metric { get; init; }

    [Description("Needed where the standards library does not know the metric.")]
    public string? Title { get; init; }

    [Description("Of the signals; by the metric's family unless told.")]
    public MeasureKind? Kind { get; init; }

    [Description("What of the model it is about: a language, a tool; the whole unless told.")]
    public string Subject { get; init; } = "";

    [Description("For example ms; % means that counts give 100 × successes / n.")]
    public string Unit { get; init; } = "";

    public required bool HigherIsBetter { get; init; }

    [Description("What computes the figures: an evaluation tool, a vendor's report.")]
    public required string Tool { get; init; }

    public string ToolVersion { get; init; } = "";

    public WindowLength Window { get; init; } = WindowLength.Month;

    [Description("Hours after the end of a window until a missing measurement raises a signal.")]
    public int GraceHours { get; init; } = Concord.Monitoring.Monitor.DefaultGraceHours;

    [Description("Label of the model's version; the newest in use unless told.")]
    public string? Version { get; init; }

    public SeriesRequest ToRequest() => new(Metric, ToFigures(), HigherIsBetter, Tool, ToolVersion, Subject, Unit, Window, GraceHours, Title, Kind, Version);
}
