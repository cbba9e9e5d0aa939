#include "drivers/web/door_rules.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

constexpr char kToken[] = "00112233";

RequestHead get(const std::string& path) {
  return {"GET", path, {"127.0.0.1:7431"}, {}, ""};
}

RequestHead post(const std::string& path) {
  return {
      "POST", path, {"127.0.0.1:7431"}, {"http://127.0.0.1:7431"}, "application/json"};
}

int status_of(const RequestHead& head) {
  const auto admission = DoorRules(7431, kToken).admit(head);
  return admission.refusal ? admission.refusal->status : 200;
}

TEST(DoorRules, LetInWhoKnowsTheToken) {
  const DoorRules rules(7431, kToken);
  EXPECT_EQ(rules.address(), "http://127.0.0.1:7431/00112233/");
  EXPECT_EQ(rules.admit(get("/00112233/")).path, "");
  EXPECT_EQ(rules.admit(get("/00112233/api/case")).path, "api/case");
  RequestHead local = get("/00112233/");
  local.hosts = {"localhost:7431"};
  EXPECT_EQ(status_of(local), 200);
}

TEST(DoorRules, RefuseOtherTokensAndSayNothing) {
  for (const char* path : {"/", "", "/00112233", "/00112234/", "/0011223/",
                           "/001122333/", "//api/case", "/api/case", "x/00112233/"}) {
    const auto admission = DoorRules(7431, kToken).admit(get(path));
    ASSERT_TRUE(admission.refusal) << path;
    EXPECT_EQ(admission.refusal->status, 404) << path;
    EXPECT_EQ(admission.refusal->body, "") << path;
  }
}

TEST(DoorRules, RefuseOtherHostsBeforeAllElse) {
  for (const std::vector<std::string>& hosts : {std::vector<std::string>{},
                                                {"evil.example"},
                                                {"evil.example:7431"},
                                                {"127.0.0.1"},
                                                {"127.0.0.1:80"},
                                                {"127.0.0.1:7431", "evil.example"},
                                                {"127.0.0.1:7431.evil.example"}}) {
    RequestHead head = get("/00112233/");
    head.hosts = hosts;
    EXPECT_EQ(status_of(head), 421);
    head.path = "/";
    EXPECT_EQ(status_of(head), 421);
  }
}

TEST(DoorRules, RefusePostsThatDoNotComeFromThePage) {
  EXPECT_EQ(status_of(post("/00112233/api/intake")), 200);
  for (const std::vector<std::string>& origins :
       {std::vector<std::string>{},
        {"null"},
        {"http://evil.example"},
        {"https://127.0.0.1:7431"},
        {"http://localhost:7431"},
        {"http://127.0.0.1:7431", "http://evil.example"}}) {
    RequestHead head = post("/00112233/api/intake");
    head.origins = origins;
    EXPECT_EQ(status_of(head), 403);
  }
  RequestHead head = post("/00112233/api/intake");
  for (const char* type :
       {"", "text/plain", "application/jsonx", "multipart/form-data; boundary=x",
        "text/application/json"}) {
    head.content_type = type;
    EXPECT_EQ(status_of(head), 415) << type;
  }
  for (const char* type : {"application/json; charset=utf-8", "Application/JSON"}) {
    head.content_type = type;
    EXPECT_EQ(status_of(head), 200) << type;
  }
}

TEST(DoorRules, KnowTwoMethods) {
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", ""}) {
    RequestHead head = post("/00112233/api/intake");
    head.method = method;
    EXPECT_EQ(status_of(head), 405) << method;
    head.path = "/wrong/";
    EXPECT_EQ(status_of(head), 404) << method;
  }
}

TEST(DoorRules, MakeTokensThatDiffer) {
  const auto one = new_token();
  const auto other = new_token();
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->size(), 64u);
  EXPECT_NE(*one, *other);
}

}  // namespace
}  // namespace winnow
