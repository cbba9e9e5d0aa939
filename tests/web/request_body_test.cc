#include "drivers/web/request_body.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

const std::vector<BodyField> kShape = {{"ref", BodyKind::text, true},
                                       {"reason"},
                                       {"exception", BodyKind::flag},
                                       {"seconds", BodyKind::number},
                                       {"fields", BodyKind::texts}};

std::string complaint(const std::string& json) {
  const auto body = RequestBody::parse(json, kShape);
  return body ? "" : body.error().line();
}

TEST(RequestBody, HasWhatWasDescribed) {
  const auto body = RequestBody::parse(
      R"({"ref":"a","exception":true,"seconds":90,"fields":{"k":"v","l":""},)"
      R"("reason":null})",
      kShape);
  ASSERT_TRUE(body) << body.error().line();
  EXPECT_EQ(body->text("ref"), "a");
  EXPECT_EQ(body->text("reason"), "");
  EXPECT_TRUE(body->flag("exception"));
  EXPECT_EQ(body->number("seconds"), 90u);
  EXPECT_EQ(body->texts(),
            (std::vector<std::pair<std::string, std::string>>{{"k", "v"}, {"l", ""}}));
}

TEST(RequestBody, RefusesWhatWasNot) {
  EXPECT_EQ(complaint("{}"), "ref: is missing");
  EXPECT_EQ(complaint(R"({"ref":""})"), "ref: is missing");
  EXPECT_EQ(complaint(R"({"ref":null})"), "ref: is missing");
  EXPECT_EQ(complaint(R"({"ref":"a","more":1})"), "more: is no field of this request");
  EXPECT_EQ(complaint(R"({"ref":"a","ref":"b"})"), "ref: is said twice");
  EXPECT_EQ(complaint(R"({"ref":"a","fields":{"k":"v","k":"w"}})"),
            "fields: says k twice");
  for (const char* wrong :
       {R"({"ref":7})", R"({"ref":["a"]})", R"({"ref":"a","exception":"yes"})",
        R"({"ref":"a","seconds":-1})", R"({"ref":"a","seconds":1.5})",
        R"({"ref":"a","fields":[]})", R"({"ref":"a","fields":{"k":{}}})"}) {
    EXPECT_NE(complaint(wrong), "") << wrong;
  }
  for (const char* wrong : {"", "[]", "\"ref\"", "{\"ref\":\"a\"} x", "{", "null"}) {
    EXPECT_EQ(complaint(wrong), "the request: is no object of JSON") << wrong;
  }
  EXPECT_NE(complaint("{\"ref\":\"\xff\"}"), "");  // no UTF-8
}

TEST(RequestBody, DoesNotFollowNesting) {
  const std::string deep(30'000, '[');
  EXPECT_NE(complaint("{\"ref\":" + deep), "");
  EXPECT_NE(complaint("{\"ref\":" + deep + std::string(30'000, ']') + "}"), "");
}

TEST(RequestBody, MakesTextsPrintable) {
  const auto body = RequestBody::parse(
      "{\"ref\":\"a\\u001b[2J\\u0000b\",\"reason\":\"one\\nline\"}", kShape);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("ref"), "a\\x1b[2J\\x00b");
  EXPECT_EQ(body->text("reason"), "one line");
}

}  // namespace
}  // namespace winnow
