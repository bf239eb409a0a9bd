using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Api;

/// <summary>Monitors, their references, the prediction log, and the runs that measure it.</summary>
internal static class MonitoringApi
{
    public static void MapMonitoring(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Monitoring");
        models.MapPost("/{reference}/monitors", Define).Permit(Permission.EditMonitoring).Accepts<NewMonitor>("application/json").Creates().WithSummary("Define the monitor of a model's version");
        models.MapPost("/{reference}/reference", Freeze).Permit(Permission.EditMonitoring).TakesFiles().Creates(hasOwnTransactions: true)
            .WithSummary("Freeze the first reference, or propose a replacement that another person approves");
        models.MapPost("/{reference}/log", Append).Permit(Permission.AppendLog).WithMetadata(FileBodyMetadata.OfRows, new BatchKeyMetadata()).TakesRows()
            .WithSummary("Append a batch to the prediction log; once answered, the rows are on disk");
        models.MapGet("/{reference}/log", GetExtent).Permit(Permission.AppendLog).WithSummary("From when to when rows are stored, for whoever hands in what is newer");
        models.MapPost("/{reference}/labels", AppendLabels).Permit(Permission.AppendLog).TakesFiles().WithMetadata(new BatchKeyMetadata())
            .WithSummary("Hand in labels of stored predictions, by prediction id; once answered, they are on disk and the next run measures their windows again");
        models.MapGet("/{reference}/log/expire", PreviewExpiry).Permit(Permission.EditMonitoring).WithSummary("What deleting the rows of all segments that end before a day would delete, window by window");
        models.MapPost("/{reference}/log/expire", Expire).Permit(Permission.EditMonitoring).WithSummary("Delete the rows of all segments that end before a day, and labels that came later for them; counts, measures and entries stay");

        var monitors = api.MapGroup("/monitors").WithTags("Monitoring");
        monitors.MapGet("", ListMonitors).Permit(Permission.ViewRegister).WithSummary("Monitors");
        monitors.MapGet("/{reference}", GetMonitor).Permit(Permission.ViewRegister).WithSummary("One monitor with references, newest segments, runs and windows");
        monitors.MapGet("/{reference}/windows/{window}", GetWindow).Permit(Permission.ViewRegister).WithSummary("One window with all its measures, and what each computation of it said");
        monitors.MapGet("/{reference}/inbox", GetInbox).Permit(Permission.ViewRegister).WithSummary("Rows that wait to be sealed, and acknowledged rows that were set aside because the log says otherwise");
        monitors.MapPost("/{reference}/runs", Run).Permit(Permission.RunMonitor).IsHeavy().Creates(hasOwnTransactions: true)
            .WithSummary("Compute the windows whose rows changed, raise what is broken, propose closing what is clean");
        monitors.MapGet("/{reference}/runs", ListRuns).Permit(Permission.ViewRegister).WithSummary("The newest runs of a monitor");

        var references = api.MapGroup("/references").WithTags("Monitoring");
        references.MapGet("/{reference}", GetReference).Permit(Permission.ViewRegister).WithSummary("One frozen reference");
        references.MapPost("/{reference}/approve", Approve).Permit(Permission.EditMonitoring).WithSummary("Approve a proposed reference; not by the one who froze it");
    }

    private static async Task<CreatedRecord<MonitorAnswer>> Define(string reference, NewMonitor body, MonitorRegister register, MonitoringViews views, CurrentActor current, CancellationToken stop)
    {
        var monitor = await register.Define(reference, body.ToRequest(), current.Actor, stop);
        return Answer.Created(MonitorAnswer.Of(await views.Detail(monitor.Ref, stop)), monitor.Version, $"/monitors/{monitor.Ref}");
    }

    private static async Task<CreatedRecord<ReferenceLine>> Freeze(
        string reference, ReceivedFiles files, [Description("Label of the model's version; the newest with a monitor unless told.")] string? version,
        MonitorRegister register, MonitoringViews views, CurrentActor current, CancellationToken stop)
    {
        var frozen = await register.FreezeReference(await views.OfModel(reference, version, stop), files.Paths, current.Actor, stop);
        return Answer.Created(await ReferenceOf(frozen.Ref, views, stop), frozen.Version, $"/references/{frozen.Ref}");
    }

    private static async Task<Results<Created<LogReceipt>, Ok<LogReceipt>, Accepted<ImportAnswer>>> Append(
        HttpRequest request, string reference, ReceivedRows rows,
        [Description("Label of the model's version; the only one in use with a monitor unless told.")] string? version,
        [Description("Store the good rows although others are refused.")] bool? keepGoodRows,
        [Description("No more rows will come for the windows of these rows.")] bool? complete,
        [FromQuery(Name = "async"), Description("Answer at once with an import to ask about at /imports/{id}; the rows are stored when it says so.")] bool? asImport,
        InboxIntake inbox, CurrentActor current, CancellationToken stop)
    {
        var key = request.Headers[IdempotencyKeys.Header].ToString() is { Length: > 0 } told ? told : null;
        if (asImport == true)
        {
            var batch = new Batch((await rows.Files(request.HttpContext)).Paths, version, key, keepGoodRows == true, complete == true);
            var import = request.HttpContext.RequestServices.GetRequiredService<Imports>().Start(reference, monitor: null, batch, current.Actor);
            return TypedResults.Accepted(ImportAnswer.AddressOf(import.Id), ImportAnswer.Of(import));
        }
        // That windows are complete is said of rows in a segment, so such a batch does not wait in the inbox.
        var receipt = rows.Small is { } small && complete != true ? await inbox.Append(reference, new(small.Bytes, small.Name, version, key, keepGoodRows == true), current.Actor, stop) : null;
        receipt ??= await request.HttpContext.RequestServices.GetRequiredService<PredictionLog>()
            .Append(reference, new((await rows.Files(request.HttpContext)).Paths, version, key, keepGoodRows == true, complete == true), current.Actor, stop);
        return receipt.KnownBatch ? TypedResults.Ok(receipt) : TypedResults.Created((string?)null, receipt);
    }

    private static async Task<Ok<LogExtent>> GetExtent(
        string reference, [Description("Label of the model's version; the only one in use with a monitor unless told.")] string? version, PredictionLog log, CurrentActor current, CancellationToken stop) =>
        TypedResults.Ok(await log.Extent(reference, version, current.Actor, stop));

    private static async Task<Results<Created<LabelReceipt>, Ok<LabelReceipt>>> AppendLabels(
        HttpRequest request, string reference, ReceivedFiles files,
        [Description("Label of the model's version; the only one in use with a monitor unless told.")] string? version,
        [Description("Store the good labels although others are refused.")] bool? keepGoodRows,
        LateLabels labels, CurrentActor current, CancellationToken stop)
    {
        var key = request.Headers[IdempotencyKeys.Header].ToString() is { Length: > 0 } told ? told : null;
        var receipt = await labels.Append(reference, new(files.Paths, version, key, keepGoodRows == true), current.Actor, stop);
        return receipt.KnownBatch ? TypedResults.Ok(receipt) : TypedResults.Created((string?)null, receipt);
    }

    private static async Task<Ok<LogExpiryPreview>> PreviewExpiry(string reference, [Description("First day whose rows stay, UTC.")] DateOnly before, LogExpiry expiry, CurrentActor current, CancellationToken stop) =>
        // A day of nothing at all arrives as the first day of the calendar.
        before == default
            ? throw new BadHttpRequestException(UnreadableRequest.NoValue("", nameof(before)))
            : TypedResults.Ok(await expiry.Preview(reference, RowsToDelete.Moment(before), current.Actor, stop));

    private static async Task<Ok<LogExpiryReceipt>> Expire(string reference, RowsToDelete body, LogExpiry expiry, CurrentActor current, CancellationToken stop) =>
        TypedResults.Ok(await expiry.Expire(reference, new(RowsToDelete.Moment(body.Before), body.Rows), current.Actor, stop));

    private static async Task<Ok<PageOf<MonitorLine>>> ListMonitors([AsParameters] ListParameters list, MonitoringViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<MonitorAnswer>> GetMonitor(string reference, MonitoringViews views, CancellationToken stop)
    {
        var monitor = await views.Detail(reference, stop);
        return Answer.One(MonitorAnswer.Of(monitor), monitor.Version);
    }

    private static async Task<Ok<InboxState>> GetInbox(string reference, InboxViews views, CancellationToken stop) => TypedResults.Ok(await views.OfMonitor(reference, stop));

    private static async Task<Ok<WindowAnswer>> GetWindow(string reference, string window, MonitoringViews views, CancellationToken stop)
    {
        var stored = await views.Window(reference, window, stop);
        return TypedResults.Ok(new WindowAnswer(stored.Line, StoredMeasures.WithoutSmallGroups(stored.Measures), stored.Said));
    }

    private static async Task<Created<RunResult>> Run(string reference, MonitorRuns runs, CurrentActor current, CancellationToken stop) =>
        TypedResults.Created($"{ApiRoutes.Prefix}/monitors/{reference}/runs", await runs.Run(reference, RunTrigger.Person, due: null, current.Actor, stop));

    private static async Task<Ok<IReadOnlyList<RunLine>>> ListRuns(string reference, MonitoringViews views, CancellationToken stop) =>
        TypedResults.Ok((await views.Detail(reference, stop)).Runs);

    private static async Task<OneRecord<ReferenceLine>> GetReference(string reference, MonitoringViews views, CancellationToken stop)
    {
        var line = await ReferenceOf(reference, views, stop);
        return Answer.One(line, line.Version);
    }

    private static async Task<OneRecord<ReferenceLine>> Approve(string reference, SeenVersion seen, MonitorRegister register, MonitoringViews views, CurrentActor current, CancellationToken stop)
    {
        await register.ApproveReference(reference, seen.Number, current.Actor, stop);
        return await GetReference(reference, views, stop);
    }

    /// <summary>A reference is named by its monitor and a number: MON-0001:R2.</summary>
    private static async Task<ReferenceLine> ReferenceOf(string reference, MonitoringViews views, CancellationToken stop) =>
        (await views.Detail(reference.Split(':')[0], stop)).References.SingleOrDefault(known => known.Ref == reference) ?? throw Refusal.Missing("reference", reference);
}

/// <summary>A definition with what is said beside it. The definition alone is accepted as well.</summary>
internal sealed record NewMonitor
{
    [Description("What is measured: modelId, numeric, categorical, protected, window, …")]
    public required JsonElement Definition { get; init; }

    [Description("Label of the model's version; the newest in use unless told.")]
    public string? Version { get; init; }

    [Description("Hours after the end of a window until it counts as complete although no later row came.")]
    public int? GraceHours { get; init; }

    [Description("When the server runs it: cron expression of five fields, UTC.")]
    public string? Schedule { get; init; }

    public static async ValueTask<NewMonitor?> BindAsync(HttpContext context)
    {
        try
        {
            var body = await context.Request.ReadFromJsonAsync<JsonElement>(ApiJson.Options, context.RequestAborted);
            return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("definition", out _) ? body.Deserialize<NewMonitor>(ApiJson.Options)! : new() { Definition = body };
        }
        catch (JsonException wrong)
        {
            throw new BadHttpRequestException(wrong.Message, wrong);
        }
    }

    public MonitorRequest ToRequest() => new(Definition.GetRawText(), [], Version, GraceHours ?? Concord.Monitoring.Monitor.DefaultGraceHours, Schedule ?? Concord.Monitoring.Monitor.DefaultSchedule);
}

internal sealed record RowsToDelete
{
    [Description("First day whose rows stay, UTC; segments whose last row is older go as a whole.")]
    public required DateOnly Before { get; init; }

    [Description("Rows that would go, as the preview tells; with another number nothing is deleted.")]
    public long? Rows { get; init; }

    public static DateTimeOffset Moment(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

/// <summary>A monitor as it leaves: its definition as JSON, not as text.</summary>
internal sealed record MonitorAnswer(
    string Ref, int Version, MonitorState State, string SystemRef, string SystemName, string ModelRef, string ModelName, string VersionLabel, JsonNode? Definition, string DefinitionSha256, int GraceHours, string Schedule,
    IReadOnlyList<ReferenceLine> References, IReadOnlyList<SegmentLine> Segments, int SegmentCount, long LogRows, IReadOnlyList<LabelSegmentLine> LabelSegments, int LabelSegmentCount, long LateLabels, IReadOnlyList<RunLine> Runs, IReadOnlyList<WindowLine> Windows)
{
    public static MonitorAnswer Of(MonitorDetail monitor) => new(
        monitor.Ref, monitor.Version, monitor.State, monitor.SystemRef, monitor.SystemName, monitor.ModelRef, monitor.ModelName, monitor.VersionLabel, JsonNode.Parse(monitor.Definition), monitor.DefinitionSha256,
        monitor.GraceHours, monitor.Schedule, monitor.References, monitor.Segments, monitor.SegmentCount, monitor.LogRows, monitor.LabelSegments, monitor.LabelSegmentCount, monitor.LateLabels, monitor.Runs, monitor.Windows);
}

/// <param name="Measures">All measures with their verdicts. Protected groups of few rows stand there without figures.</param>
/// <param name="Said">What each computation said of performance, the newest first: without labels an estimate, with labels what turned out.</param>
internal sealed record WindowAnswer(WindowLine Line, JsonNode? Measures, IReadOnlyList<SaidOfWindow> Said);
