using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class QueueCommandTests(ServedConsole console)
{
    [Fact]
    public async Task Put_OfACommandThatIsWaitedFor_IsAsIfItRanHere()
    {
        using var terminal = await DeployedAsync("cmd");

        var result = await terminal.TypeAsync("queue", "put", "cmd", "--type", "command", "--wait", "--tag", "who=me", "echo hello $EJ_TAG_WHO; echo '##ej progress 0.5 half'; echo oh >&2; exit 7");

        Assert.Equal(7, result.ExitCode);
        Assert.Equal("hello me\n##ej progress 0.5 half\n", result.Output);
        Assert.Matches("^ejobs: task 1, request [0-9a-f]+\n", result.Error);
        Assert.Contains("ejobs: task 1: Running on cmd-", result.Error, StringComparison.Ordinal);
        Assert.Contains("half\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("\noh\n", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("ejobs: task 1: exit code 7\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_FromStandardInputWithItsRequestIdAgain_TellsTheSameResult()
    {
        using var terminal = await DeployedAsync("again");
        string[] put = ["queue", "put", "again", "--type", "command", "--wait", "--request-id", "r1"];

        var first = (await terminal.TypeAsync(put, "echo once >> runs; wc -l < runs; rm -f runs")).Succeeded();
        var second = (await terminal.TypeAsync(put, "echo other")).Succeeded();

        Assert.Equal(("1", first.Output), (first.Output.Trim(), second.Output));
        Assert.StartsWith("ejobs: task 1, request r1\n", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_WhereNoLogIsWritten_ShowsTheEndOfTheOutput()
    {
        using var terminal = await DeployedAsync("quiet", more: "scalable_job: {enable_write_log_to_queue: false}");

        var result = (await terminal.TypeAsync("queue", "put", "quiet", "--type", "command", "--wait", "echo the end")).Succeeded();

        Assert.Equal(["the end"], result.Lines);
    }

    [Fact]
    public async Task Put_OfAQuery_PrintsTheAnswerOfTheServer()
    {
        const string Server = """
            import http.server, os
            class H(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    self.send_response(500 if body == b"bad" else 200); self.end_headers(); self.wfile.write(" ".join([self.command, self.path, self.headers.get("X-Mine", "-")]).encode() + b" " + body.upper())
                do_PUT = do_POST
                def log_message(self, *a): pass
            http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["EJ_PORT"])), H).serve_forever()
            """;
        using var terminal = await DeployedAsync("server", JsonSerializer.Serialize(new { command = $"python3 -c '{Server}'", port = 8000 }));
        var file = terminal.Home["body"];
        await File.WriteAllTextAsync(file, "text");

        var good = (await terminal.TypeAsync("queue", "put", "server", "--type", "query", "--wait", "--path", "/upper?x=1", "--method", "PUT", "--header", "X-Mine: yes", "--file", file)).Succeeded();
        var bad = await terminal.TypeAsync("queue", "put", "server", "--type", "query", "--wait", "bad");

        Assert.Equal(["PUT /upper?x=1 yes TEXT"], good.Lines);
        Assert.Equal((ExitCodes.Failed, ""), (bad.ExitCode, bad.Output));
        Assert.Contains("BAD", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_OfATaskThatIsCancelled_EndsAsStopped()
    {
        using var terminal = await DeployedAsync("gone");
        var waiting = terminal.TypeAsync("queue", "put", "gone", "--type", "command", "--wait", "--delay", "1h", "true");
        (await terminal.TypeAsync("queue", "watch", "gone", "--limit", "1")).Succeeded();

        var cancelled = (await terminal.TypeAsync("queue", "cancel", "gone", "1")).Succeeded();

        Assert.Equal(["task 1 is not in the queue of gone any more"], cancelled.Lines);
        var result = await waiting;
        Assert.Equal(ExitCodes.Stopped, result.ExitCode);
        Assert.EndsWith("ejobs: task 1: deleted\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_OfATaskThatFailsTooOften_SaysWhereItIs()
    {
        using var terminal = await DeployedAsync("poison", more: "queue: {max_delivery: 1}");

        var result = await terminal.TypeAsync("queue", "put", "poison", "--type", "command", "--wait", "--tag", "retry=true", "exit 9");
        var dead = JsonNode.Parse((await terminal.TypeAsync("queue", "get", "poison", "--dead", "--json")).Succeeded().Lines.Single())!;

        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("it is a dead letter now: ejobs queue get poison --dead", result.Error, StringComparison.Ordinal);
        Assert.Equal("exit 9", (string?)dead["text"]);
        Assert.Contains("gave it back with the code TaskFailed", (string?)dead["message"], StringComparison.Ordinal);
        Assert.Matches(@"DEAD +IN SINK\n0 .* 1 +\d+\n", (await terminal.TypeAsync("queue", "stats", "poison")).Succeeded().Output);
    }

    [Fact]
    public async Task DeadLetter_IsShownEditedAndReplayed_OthersAreDropped()
    {
        using var terminal = await DeployedAsync("mended", more: "queue: {max_delivery: 1}");
        foreach (var request in new[] { "r1", "r2", "r3" })
            await terminal.TypeAsync("queue", "put", "mended", "--type", "command", "--wait", "--request-id", request, "--tag", "retry=true", "--tag", "old=yes", "exit 9");

        Assert.Matches(@"^1 +r1 .* 6 +1 +old=yes retry=true taskType=command +Its worker gave it back", (await terminal.TypeAsync("queue", "dead", "list", "mended")).Succeeded().Lines[1]);
        Assert.Equal("exit 9", (await terminal.TypeAsync("queue", "dead", "show", "mended", "1", "--payload")).Succeeded().Output);
        Assert.Contains("old=yes", (await terminal.TypeAsync("queue", "dead", "show", "mended", "1")).Succeeded().Lines);
        (await terminal.TypeAsync("queue", "dead", "edit", "mended", "1", "--text", "exit 0", "--without-tag", "old", "--tag", "new=yes")).Succeeded();
        Assert.Equal(["1 dead letter of mended put into the queue again"], (await terminal.TypeAsync("queue", "dead", "replay", "mended", "1")).Succeeded().Lines);
        var task = (await terminal.TypeAsync("queue", "dead", "edit", "mended", "2", "--text", "echo mended", "--replay")).Succeeded();
        Assert.Equal(["task 5, request r2"], task.Lines);
        var result = (await terminal.TypeAsync("queue", "get", "mended", "--sink", "--request-id", "r2", "--tag", "kind=result", "--timeout", "20s", "-n", "1", "--json")).Succeeded();
        Assert.Contains("mended", result.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Error, (await terminal.TypeAsync("queue", "dead", "drop", "mended")).ExitCode);
        Assert.Equal(["1 dead letter of mended dropped"], (await terminal.TypeAsync("queue", "dead", "drop", "mended", "--all")).Succeeded().Lines);
        Assert.Single((await terminal.TypeAsync("queue", "dead", "list", "mended")).Succeeded().Lines);
    }

    [Fact]
    public async Task DeadLetters_OfWhichSomeAreRefused_AreCounted_AndItSaysWhyTheRestStay()
    {
        using var terminal = await DeployedAsync("full", more: "queue: {max_delivery: 1, max_length: 2}");
        foreach (var request in new[] { "r1", "r2" })
            await terminal.TypeAsync("queue", "put", "full", "--type", "command", "--wait", "--request-id", request, "--tag", "retry=true", "sleep 1; exit 9");
        await terminal.TypeAsync("queue", "put", "full", "--type", "command", "--delay", "1h", "true");

        var result = await terminal.TypeAsync("queue", "dead", "replay", "full", "--all");

        Assert.Equal((ExitCodes.Error, "1 dead letter of full put into the queue again\n"), (result.ExitCode, result.Output));
        Assert.Contains("The rest are dead letters still: The queue is full", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ShowsWhatIsAskedFor_AndTakesItOnlyWithDelete()
    {
        using var terminal = await DeployedAsync("looked");
        await PutAsync(terminal, "looked", "first\nline", "a", "--tag", "model=x");
        await PutAsync(terminal, "looked", "second", "b", "--priority", "1");
        var bytes = terminal.Home["bytes"];
        await File.WriteAllBytesAsync(bytes, [0xff, 0x00]);
        (await terminal.TypeAsync("queue", "put", "looked", "--type", "command", "--delay", "1h", "--file", bytes)).Succeeded();

        var table = (await terminal.TypeAsync("queue", "get", "looked")).Succeeded().Lines;
        Assert.Matches(@"^1 +a +model=x taskType=command +first\\nline$", table[1]);
        Assert.Matches(@"\(2 bytes\)$", table[3]);
        Assert.Equal("/wA=", (string?)JsonNode.Parse((await terminal.TypeAsync("queue", "get", "looked", "--from", "-1", "--json")).Succeeded().Output)!["data"]);
        Assert.Equal("first\nline", (string?)JsonNode.Parse((await terminal.TypeAsync("queue", "get", "looked", "--tag", "model=x", "--json")).Succeeded().Output)!["text"]);
        Assert.Equal(2, (await terminal.TypeAsync("queue", "get", "looked", "--request-id", "b")).Succeeded().Lines.Length);
        Assert.Equal(3, (await terminal.TypeAsync("queue", "get", "looked", "--delete", "-n", "2")).Succeeded().Lines.Length);
        Assert.StartsWith("3 ", (await terminal.TypeAsync("queue", "get", "looked")).Succeeded().Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ShowsWhatIsThereAndWhatComes_AndTakesNothing()
    {
        using var terminal = await DeployedAsync("watched");
        await PutAsync(terminal, "watched", "one", "a");
        var watching = terminal.TypeAsync("queue", "watch", "watched", "--limit", "2", "--json");
        await PutAsync(terminal, "watched", "two", "b");

        var lines = (await watching).Succeeded().Lines;

        Assert.Equal(["one", "two"], lines.Select(line => (string?)JsonNode.Parse(line)!["text"]));
        Assert.Equal(2, (int?)JsonNode.Parse((await terminal.TypeAsync("queue", "stats", "watched", "--json")).Succeeded().Output)!["waiting"]);
    }

    [Theory]
    [InlineData("Send commands (taskType=command)", "put", "refuses", "--type", "query", "x")]
    [InlineData("names that begin with '_'", "put", "refuses", "--type", "command", "--tag", "_a=b", "x")]
    [InlineData("There is no service 'nowhere'.", "get", "nowhere")]
    [InlineData("must be a duration like 5s", "put", "refuses", "--type", "command", "--delay", "soon", "x")]
    [InlineData("Give one of them.", "get", "refuses", "--sink", "--dead")]
    public async Task Mistakes_AreToldWithWhatToDo(string words, params string[] arguments)
    {
        using var terminal = await DeployedAsync("refuses");

        var result = await terminal.TypeAsync(["queue", .. arguments]);

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    private async Task<Terminal> DeployedAsync(string name, string container = "{}", string more = "")
    {
        var terminal = await Terminal.LoggedInAsync(console);
        (await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service(name, container, more))).Succeeded();
        return terminal;
    }

    /// <summary>A task that no instance takes yet.</summary>
    private static async Task PutAsync(Terminal terminal, string service, string text, string request, params string[] more) =>
        (await terminal.TypeAsync(["queue", "put", service, text, "--type", "command", "--delay", "1h", "--request-id", request, .. more])).Succeeded();
}
