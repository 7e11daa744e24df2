using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Migrations;

[DbContext(typeof(ElasticJobsDbContext))]
[Migration(Id)]
internal sealed class LeaderAddresses : Migration
{
    public const string Id = "20261129150000_LeaderAddresses";

    protected override void Up(MigrationBuilder migrationBuilder) => MigrationScript.Run(migrationBuilder, "leader_address");
}
