using Microsoft.AspNetCore.Components;

namespace Concord.Web.Parts;

/// <summary>
/// A page that asks the record before it is rendered for the first time. A plain component is rendered as soon as it waits for anything, with
/// nothing loaded; how long a database takes must not decide what a page shows.
/// </summary>
public abstract class LoadedPage : ComponentBase
{
    private bool loaded;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!loaded)
        {
            loaded = true;
            await LoadAsync();
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Once, before anything is rendered and before a form that was sent is handled.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;
}
