using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>A part of the whole text.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;

    public TextRange To(TextRange last) => new(Start, last.End - Start);

    public ExpressionError Error(string code, Sentence message, Sentence fix) => Error(code, message.English, fix.English, message.Chinese, fix.Chinese);

    public ExpressionError Error(string code, string message, string fix, string messageZh, string fixZh) =>
        new(Start, Length, code, message, fix, new ChineseSentences(messageZh, fixZh));

    public ExpressionException Failure(string code, Sentence message, Sentence fix) => new(Error(code, message, fix));
}
