using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Web.Features.Services.Document;

/// <summary>A service's document while somebody writes it.</summary>
public sealed class ServiceDraft
{
    private string _saved;

    public ServiceDraft(string document)
    {
        _saved = Text = document;
        Check();
    }

    public ServiceDraft(Deployment service)
        : this(service.Document)
    {
        (Version, Name) = (service.Version, service.Name);
    }

    public string Text { get; private set; }

    /// <summary>That it is a change of. 0: it is new.</summary>
    public long Version { get; private set; }

    /// <summary>Of the service that it is of. Null: it is new.</summary>
    public string? Name { get; }

    /// <summary>Warnings too.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Null: something is wrong.</summary>
    public DeploymentSpec? Spec { get; private set; }

    /// <summary>The text as JSON. Null: it can't be read.</summary>
    public JsonObject? Json { get; private set; }

    /// <summary>What somebody else saved meanwhile. Null: nothing.</summary>
    public Deployment? Theirs { get; private set; }

    public bool IsChanged => Text != _saved;

    public bool CanSave => Spec is not null && (IsChanged || Version == 0);

    public void Type(string text)
    {
        Text = text;
        Check();
    }

    /// <summary>Writes the text anew with another value in it: as JSON, without comments.</summary>
    internal void Set(DocumentField field, string value)
    {
        if (Json is { } json && field.Read(json) != value && field.Write(json, value) is { } text)
            Type(text);
    }

    /// <summary>Takes what is there now. What nobody has typed over follows it; where somebody has, it is kept as <see cref="Theirs"/>.</summary>
    /// <returns>True: something shown has changed.</returns>
    public bool Follow(Deployment service)
    {
        if (service.Version <= Version || service.Version == Theirs?.Version)
            return false;
        // Stopping and starting make a version too, and are nobody's words.
        if (service.Document == _saved)
        {
            Version = service.Version;
            return false;
        }

        if (IsChanged && service.Document != Text)
            Theirs = service;
        else
            Take(service);
        return true;
    }

    public void TakeTheirs()
    {
        if (Theirs is { } theirs)
            Take(theirs);
    }

    /// <summary>The next save replaces what somebody else saved.</summary>
    public void KeepMine()
    {
        if (Theirs is { } theirs)
            (Version, _saved, Theirs) = (theirs.Version, theirs.Document, null);
    }

    public void Saved(Deployment service) => (Version, _saved, Theirs) = (service.Version, service.Document, null);

    private void Take(Deployment service)
    {
        Text = service.Document;
        Saved(service);
        Check();
    }

    private void Check()
    {
        Json = DeploymentReader.Parse(Text).Root;
        var (spec, problems) = DeploymentReader.Read(Text);
        (Spec, Problems) = spec is not null && DeploymentReader.Reserved(spec.Name) is { } reserved ? (null, [reserved, .. problems]) : (spec, problems);
    }
}
