using System.Text;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.Trying;

public sealed partial class TryTab
{
    private const string Example = "for i in 1 2 3; do echo epoch $i; echo \"##ej progress 0.$i epoch $i\"; sleep 1; done";
    private string? _type;
    private string _payload = "";
    private string _tags = "";
    private string _method = "";
    private string _path = "";
    private string _headers = "";
    private bool _isFirst;
    private bool _isBusy;
    private string? _wrongTag;
    private string? _wrongPart;
    private RefusedException? _refused;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required Deployment Service { get; set; }

    [Parameter, EditorRequired]
    public required IServiceQueue Queue { get; set; }

    [SupplyParameterFromQuery(Name = "task")]
    private long? Task { get; set; }

    [SupplyParameterFromQuery(Name = "request")]
    private string? Request { get; set; }

    [SupplyParameterFromQuery(Name = "since")]
    private long? Since { get; set; }

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool HasPort => Service.Spec.Instance.Port is not null;

    /// <summary>Who has a server mostly has it for queries.</summary>
    private string Type => _type ?? (HasPort ? TaskRules.Query : TaskRules.Command);

    private async Task SendAsync()
    {
        var (tags, wrong) = TagLines.Read(_tags);
        var (parts, wrongPart) = Type == TaskRules.Query ? RequestLines.Read(_method, _path, _headers) : (new Dictionary<string, string>(), null);
        (_refused, _wrongTag, _wrongPart) = (null, wrong, wrongPart);
        if ((wrong ?? wrongPart) is not null)
            return;
        _isBusy = true;
        try
        {
            await Access.RequireAsync(Project.User, Project.Name, ProjectRole.Operator, CancellationToken.None);
            TaskRules.Check(Service, Type);
            var since = Queue.Output.Describe().LastIndex + 1;
            var all = new Dictionary<string, string>(tags.Concat(parts)) { [TaskRules.TypeTag] = Type };
            var put = new FramePut(Encoding.UTF8.GetBytes(_payload), all, Priority: _isFirst ? 1 : 0, Tenant: tags.GetValueOrDefault(TaskRules.TenantTag, ""));
            var place = await Queue.Input.PutAsync(put, CancellationToken.None);
            await Audit.AddAsync(Project.User, Project.Name, new AuditedAct(AuditActs.ServiceTaskPut, Service.Name, FormattableString.Invariant($"{place.Index}")));
            Navigation.NavigateTo(WatchedTask.Address(Service.Name, place.Index, place.RequestId, since));
        }
        catch (RefusedException refused)
        {
            _refused = refused;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
