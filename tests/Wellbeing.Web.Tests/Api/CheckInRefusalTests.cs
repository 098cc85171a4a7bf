using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests.Api;

/// <summary>What cannot be read or used is told by the JSON field's name, with what is expected; nothing is
/// stored.</summary>
public sealed class CheckInRefusalTests(CheckInRefusalTests.Shared shared) : IClassFixture<CheckInRefusalTests.Shared>
{
    private const string Id = "\"submissionId\":\"0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b\"";

    [Theory]
    [InlineData($$$"""{{{{Id}}},"intensity":11}""", "intensity", "0 to 10")]
    [InlineData($$$"""{{{{Id}}},"intensity":-1}""", "intensity", "0 to 10")]
    [InlineData($$$"""{{{{Id}}},"functioning":99}""", "functioning", "0 to 10")]
    [InlineData($$$"""{{{{Id}}},"intensity":"7"}""", "intensity", "a whole number from 0 to 10, or null")]
    [InlineData($$$"""{{{{Id}}},"intensity":7.5}""", "intensity", "a whole number from 0 to 10, or null")]
    [InlineData($$$"""{{{{Id}}},"intensity":99999999999}""", "intensity", "a whole number from 0 to 10, or null")]
    [InlineData($$$"""{{{{Id}}},"intensity":true}""", "intensity", "a whole number")]
    [InlineData($$$"""{{{{Id}}},"intensity":[5]}""", "intensity", "a whole number")]
    [InlineData($$$"""{{{{Id}}},"change":"worse"}""", "change", "one of easing, same, growing, or null")]
    [InlineData($$$"""{{{{Id}}},"change":1}""", "change", "one of easing, same, growing, or null")]
    [InlineData($$$"""{{{{Id}}},"change":"1"}""", "change", "one of easing, same, growing, or null")]
    [InlineData(
        $$$"""{{{{Id}}},"emotions":{"joy":3}}""",
        "emotions.joy",
        "one of shock, disbelief, anger, fear, worryAhead"
    )]
    [InlineData($$$"""{{{{Id}}},"emotions":{"0":3}}""", "emotions.0", "one of shock")]
    [InlineData($$$"""{{{{Id}}},"emotions":{"fear":11}}""", "emotions", "a number from 0 to 10")]
    [InlineData($$$"""{{{{Id}}},"emotions":{"fear":"strong"}}""", "emotions.fear", "a whole number")]
    [InlineData($$$"""{{{{Id}}},"emotions":["fear"]}""", "emotions", "an object")]
    [InlineData($$$"""{{{{Id}}},"words":5}""", "words", "text")]
    [InlineData($$$"""{{{{Id}}},"words":"\ud800"}""", "words", "text")]
    [InlineData($$$"""{{{{Id}}},"contactMe":"yes"}""", "contactMe", "true or false")]
    [InlineData($$$"""{{{{Id}}},"contactMe":null}""", "contactMe", "true or false")]
    [InlineData($$$"""{{{{Id}}},"mood":3}""", "mood", "no such field")]
    [InlineData($$$"""{{{{Id}}},"Intensity":3}""", "Intensity", "no such field")]
    [InlineData($$$"""{{{{Id}}},"intensity":3,"intensity":4}""", "intensity", "twice")]
    [InlineData("""{"intensity":3}""", "submissionId", "required")]
    [InlineData("""{"submissionId":"me","intensity":3}""", "submissionId", "a UUID")]
    [InlineData("""{"submissionId":null,"intensity":3}""", "submissionId", "a UUID")]
    [InlineData("""{"submissionId":"00000000-0000-0000-0000-000000000000","intensity":3}""", "submissionId", "UUID")]
    [InlineData("""{"submissionId":""", "body", "not JSON")]
    [InlineData("submissionId=1", "body", "not JSON")]
    [InlineData($$$"""{{{{Id}}},"intensity":3} {}""", "body", "not JSON")]
    [InlineData("", "body", "a JSON object")]
    [InlineData("null", "body", "a JSON object")]
    [InlineData("[]", "body", "an object")]
    [InlineData("\"text\"", "body", "an object")]
    public async Task A_bad_check_in_names_the_field_and_what_is_expected(string body, string field, string expected)
    {
        var ana = await shared.Ana();

        var answer = (await ana.PostText("check-ins", body)).IsProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, answer.Error(field), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Wellbeing.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.Web.Db(db => db.CheckIns.CountAsync()));
    }

    [Fact]
    public async Task Words_longer_than_a_page_are_refused()
    {
        var ana = await shared.Ana();

        var answer = (
            await ana.Post("check-ins", new { submissionId = Guid.CreateVersion7(), words = new string('x', 2001) })
        ).IsProblem(HttpStatusCode.BadRequest);

        Assert.Contains("2,000", answer.Error("words"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_mistakes_are_told_together()
    {
        var ana = await shared.Ana();

        var answer = (await ana.PostText("check-ins", $$$"""{{{{Id}}},"intensity":11,"functioning":-4}""")).IsProblem(
            HttpStatusCode.BadRequest
        );

        Assert.NotEmpty(answer.Error("intensity"));
        Assert.NotEmpty(answer.Error("functioning"));
    }

    [Fact]
    public async Task A_form_is_no_JSON()
    {
        var ana = await shared.Ana();

        var answer = (await ana.PostText("check-ins", "intensity=3", "application/x-www-form-urlencoded")).IsProblem(
            HttpStatusCode.UnsupportedMediaType
        );

        Assert.Contains("application/json", answer["detail"].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("since=yesterday", "since", "an instant")]
    [InlineData("take=many", "take", "a whole number")]
    [InlineData("take=1.5", "take", "a whole number")]
    public async Task A_bad_question_names_the_parameter(string query, string parameter, string expected)
    {
        var ana = await shared.Ana();

        var answer = (await ana.Get($"check-ins?{query}")).IsProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, answer.Error(parameter), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("take=0")]
    [InlineData("take=-5")]
    [InlineData("take=2147483647")]
    [InlineData("since=0001-01-01T00:00:00Z")]
    [InlineData("since=9999-12-31T23:59:59Z")]
    public async Task Numbers_out_of_all_bounds_are_brought_into_them(string query) =>
        (await (await shared.Ana()).Get($"check-ins?{query}")).Is(HttpStatusCode.OK);

    [Theory]
    [InlineData("check-ins/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b")]
    [InlineData("check-ins/mine")]
    [InlineData("nothing")]
    public async Task What_is_not_there_is_a_problem_too(string path) =>
        (await (await shared.Ana()).Get(path)).IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_wrong_method_is_a_problem_too()
    {
        var ana = await shared.Ana();
        using var answer = await ana.Http.DeleteAsync("/api/v1/check-ins");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    public sealed class Shared : SharedWeb
    {
        private ApiClient? _ana;

        public async Task<ApiClient> Ana() => _ana ??= await Web.Api(Web.Cast.Ana.Email);
    }
}
