#include "drivers/web/web_server.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "drivers/cases/decision_case.h"
#include "drivers/decisions/decision_events.h"
#include "tests/store/practice_case.h"

namespace winnow {
namespace {

// A case with two exhibits that were scanned, and people.
class WebServerTest : public testing::Test {
 protected:
  WebServerTest() {
    case_.record("phone", rich_exhibit());
    case_.record("usb", rich_exhibit());
    auto log = AuditLog::open(case_.folder->path(), "A. Admin");
    EXPECT_TRUE(log);
    for (const auto& [name, role] : {std::pair("A. Admin", Role::administrator),
                                     std::pair("E. Examiner", Role::examiner),
                                     std::pair("R. Reviewer", Role::reviewer)}) {
      EXPECT_TRUE(log->append(
          grant_event(name, role, {"A. Admin", "", "", 1'700'000'000, "account"})));
    }
    settings_.case_path = case_.folder->path();
    settings_.state_folder = case_.temporary.path("state");
    settings_.tables = {case_.temporary.path("mountinfo"), "",
                        case_.temporary.path("no"), case_.temporary.path("block")};
    settings_.device_nodes = "/nodes";  // not those of this machine
    std::filesystem::create_directories(case_.temporary.path("images"));
    settings_.image_folders = {case_.temporary.path("images")};
  }

  WebServer& server() {
    if (!server_) {
      auto made = WebServer::create(settings_);
      EXPECT_TRUE(made) << (made ? "" : made.error().line());
      server_ = std::move(*made);
    }
    return *server_;
  }
  WebAnswer get(const std::string& path,
                std::map<std::string, std::string> query = {}) {
    return server().answer({"GET", path, std::move(query), ""});
  }
  WebAnswer post(const std::string& path, const std::string& body) {
    return server().answer({"POST", path, {}, body});
  }
  static rapidjson::Document parsed(const WebAnswer& answer) {
    rapidjson::Document json;
    json.Parse(answer.body.c_str());
    EXPECT_FALSE(json.HasParseError()) << answer.body;
    return json;
  }
  void add_disk() {
    const auto disk = std::filesystem::path(case_.temporary.path("block")) / "sdb";
    std::filesystem::create_directories(disk);
    std::ofstream(disk / "dev") << "8:16\n";
    std::ofstream(disk / "size") << "2048\n";
    std::ofstream(disk / "ro") << "0\n";
    std::ofstream(disk / "serial") << "S-1\n";
  }
  [[nodiscard]] std::string log() const {
    return TempFolder::read(case_.folder->path() + "/audit.jsonl");
  }

  PracticeCase case_;
  WebSettings settings_;
  std::unique_ptr<WebServer> server_;
};

TEST_F(WebServerTest, EveryQuestionHasADocument) {
  for (const char* path : {"api/case", "api/board", "api/findings", "api/exceptions",
                           "api/figures", "api/links", "api/intake-fields",
                           "api/devices", "api/browse", "api/sets", "api/scan"}) {
    const WebAnswer answer = get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    EXPECT_EQ(answer.type, "application/json");
    parsed(answer);
  }
  const auto board = parsed(get("api/board"));
  ASSERT_EQ(board["waiting"].Size(), 2u);
  const auto& row = board["waiting"][0];
  for (const char* name :
       {"rank",        "exhibit",        "lane",    "lane_words", "words",
        "band",        "score",          "reasons", "counts",     "overdue",
        "review",      "unknowns",       "change",  "related",    "disposition",
        "assigned_to", "case_reference", "scanned", "complete",   "ended",
        "scanning",    "changes"}) {
    EXPECT_TRUE(row.HasMember(name)) << name;
  }
  EXPECT_FALSE(row.HasMember("coverage"));
  EXPECT_FALSE(row.HasMember("residual"));
}

TEST_F(WebServerTest, AnExhibitHasAllOfIts) {
  const auto json = parsed(get("api/exhibit", {{"ref", "phone"}}));
  EXPECT_STREQ(json["row"]["exhibit"].GetString(), "phone");
  EXPECT_EQ(json["coverage"]["files"]["listed"].GetUint64(), 5u);
  EXPECT_EQ(json["residual"].Size(), kResidualSizes.size());
  EXPECT_TRUE(json["timeline"].IsArray());
  EXPECT_EQ(get("api/exhibit", {{"ref", "none"}}).status, 400);
  EXPECT_EQ(get("api/exhibit").status, 400);
}

TEST_F(WebServerTest, UnknownPathsSayNothing) {
  for (const char* path : {"api", "api/", "api/nothing", "api/case/", "../api/case",
                           "etc/passwd", "page_bytes.cc", "index.html/"}) {
    const WebAnswer answer = get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body, "") << path;
  }
  EXPECT_EQ(get("").status, 200);
  EXPECT_EQ(get("index.html").type, "text/html; charset=utf-8");
  EXPECT_EQ(post("", "{}").status, 404);
  EXPECT_EQ(get("api/intake").status, 405);
  EXPECT_EQ(post("api/board", "{}").status, 405);
  EXPECT_EQ(get("api/findings", {{"offset", "-1"}}).status, 400);
  EXPECT_EQ(get("api/findings", {{"limit", "9x"}}).status, 400);
}

TEST_F(WebServerTest, RefusesQuestionsThatHaveNoAnswer) {
  EXPECT_EQ(get("api/findings", {{"offset", "99999999999999999999"}}).status, 400);
  EXPECT_EQ(get("api/findings", {{"kind", "none"}}).status, 400);
  EXPECT_EQ(get("api/findings", {{"q", std::string("\0zzz", 4)}}).status, 400);
  for (const char* path : {"api/findings", "api/problems", "api/links"}) {
    EXPECT_EQ(get(path, {{"ref", "none"}}).status, 400) << path;
    EXPECT_EQ(get(path, {{"ref", "usb"}}).status, 200) << path;
  }
  EXPECT_EQ(get("api/problems").status, 400);
}

TEST_F(WebServerTest, ASelftestThatCannotBeReadIsARemark) {
  settings_.last_selftest = []() -> Result<std::optional<SelftestRecord>> {
    return Fault{FaultKind::malformed, "is damaged", "selftest.json", std::nullopt};
  };
  const auto json = parsed(get("api/case"));
  EXPECT_TRUE(json["selftest"].IsNull());
  const auto& remarks = json["remarks"];
  ASSERT_GE(remarks.Size(), 1u);
  EXPECT_STREQ(remarks[remarks.Size() - 1].GetString(), "selftest.json: is damaged");
}

// One file among many takes neither the others away nor what people decide.
TEST_F(WebServerTest, AFileThatIsNoJournalIsARemark) {
  std::ofstream(case_.folder->path() + "/journal/zz.wj") << "x";
  ASSERT_EQ(parsed(get("api/board"))["waiting"].Size(), 2u);
  ASSERT_EQ(post("api/intake", R"({"ref":"new","operator":"O. Operator"})").status,
            200);
  const auto board = parsed(get("api/board"));
  EXPECT_EQ(board["waiting"].Size(), 3u);
  for (const auto& json : {parsed(get("api/case")), parsed(get("api/board"))}) {
    const auto& remarks = json["remarks"];
    ASSERT_GE(remarks.Size(), 1u);
    const std::string last = remarks[remarks.Size() - 1].GetString();
    EXPECT_NE(last.find("zz.wj: is not a journal"), std::string::npos) << last;
  }
}

// Nothing of the record says that the step was done, so nothing is put on record.
TEST_F(WebServerTest, AStepOfTheTrainingIsSeenOrNotTaken) {
  settings_.is_practice = true;
  EXPECT_TRUE(parsed(get("api/case"))["is_practice"].GetBool());
  EXPECT_EQ(post("api/training", "{}").status, 400);
  const WebAnswer answer =
      post("api/training", R"({"name":"O. Operator","step":"record"})");
  EXPECT_EQ(answer.status, 409) << answer.body;
  EXPECT_NE(answer.body.find("was not decided of laptop.img"), std::string::npos);
}

TEST_F(WebServerTest, NoStepOfTheTrainingIsTakenOnARealCase) {
  const WebAnswer answer =
      post("api/training", R"({"name":"O. Operator","step":"limits"})");
  EXPECT_EQ(answer.status, 409) << answer.body;
  EXPECT_NE(answer.body.find("no practice case"), std::string::npos);
  EXPECT_FALSE(parsed(get("api/training"))["is_practice"].GetBool());
  EXPECT_FALSE(parsed(get("api/case"))["is_practice"].GetBool());
}

TEST_F(WebServerTest, AGlimpseIsOfAFindingAndOnRecordFirst) {
  EXPECT_EQ(post("api/glimpse", "{}").status, 400);
  EXPECT_EQ(post("api/glimpse", R"({"ref":"none","item":"1","operator":"R"})").status,
            400);
}

TEST_F(WebServerTest, PutsAnIntakeOnRecord) {
  const WebAnswer answer =
      post("api/intake",
           R"({"ref":" phone ","fields":{"lives_with_children":"yes","suspect":"S-1"},)"
           R"("operator":"O. Operator"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_STREQ(parsed(answer)["told"].GetString(), "phone: taken in");
  EXPECT_NE(log().find("\"event\":\"intake\",\"object\":\"phone\""), std::string::npos);
  const auto board = parsed(get("api/board"));  // which shows it at once
  EXPECT_STREQ(board["waiting"][0]["exhibit"].GetString(), "phone");
  EXPECT_STREQ(board["waiting"][0]["suspect"].GetString(), "S-1");
  const auto exhibit = parsed(get("api/exhibit", {{"ref", "phone"}}));
  EXPECT_STREQ(exhibit["intake"]["lives_with_children"].GetString(), "yes");
  EXPECT_STREQ(exhibit["timeline"][0]["event"].GetString(), "intake");
}

TEST_F(WebServerTest, AnIntakeThatStatesNothingMoreIsRefused) {
  const std::string bare = R"({"ref":"phone","operator":"O. Operator"})";
  ASSERT_EQ(post("api/intake", bare).status, 200);  // the first may be bare
  const std::string before = log();
  const WebAnswer again = post("api/intake", bare);
  EXPECT_EQ(again.status, 400);
  EXPECT_STREQ(parsed(again)["error"].GetString(),
               "nothing was changed: phone is taken in, and nothing more is stated of "
               "it");
  EXPECT_EQ(log(), before);
}

TEST_F(WebServerTest, TheForecastNamesNoOptionOfACommand) {
  ASSERT_EQ(post("api/intake", R"({"ref":"phone","operator":"O. Operator"})").status,
            200);
  const auto board = parsed(get("api/board"));
  const std::string forecast = board["forecast"].GetString();
  EXPECT_NE(forecast.find("too few starts"), std::string::npos) << forecast;
  EXPECT_EQ(forecast.find("--"), std::string::npos) << forecast;
}

TEST_F(WebServerTest, RefusesWhatIsNoRequest) {
  const std::string before = log();
  for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>>{
           {"api/intake", "{}"},
           {"api/intake", "not json"},
           {"api/intake", R"({"ref":"a"})"},
           {"api/intake", R"({"ref":"a","operator":""})"},
           {"api/intake", R"({"ref":"a","operator":"O","fields":{"none":"x"}})"},
           {"api/intake", R"({"ref":"a","operator":"O","fields":{"seized_at":"x"}})"},
           {"api/intake", R"({"ref":"a","operator":"O","review_on":"soon"})"},
           {"api/intake",
            R"({"ref":")" + std::string(5000, 'a') + R"(","operator":"O"})"},
           {"api/disposition", R"({"ref":"none","to":"triaged","operator":"E"})"},
           {"api/disposition", R"({"ref":"usb","to":"lost","operator":"E"})"},
           {"api/disposition",
            R"({"ref":"usb","to":"held","until":"x","operator":"E"})"},
           {"api/review", R"({"ref":"usb","operator":"R"})"},
           {"api/review", R"({"ref":"usb","verdict":"none","operator":"R"})"},
           {"api/review",
            R"({"ref":"usb","verdict":"match","lower_to":"C","operator":"R"})"},
           {"api/review", R"({"ref":"usb","lower_to":"Z","operator":"R"})"},
           {"api/viewed", "{}"},
           {"api/stop", "{}"},
           {"api/stop", R"({"operator":" "})"},
           {"api/scan", R"({"path":"/etc/passwd","ref":"a","operator":"O"})"},
           {"api/scan", R"({"path":"/images/a","ref":" ","operator":"O"})"},
           {"api/scan", R"({"path":"relative","ref":"a","operator":"O"})"}}) {
    const WebAnswer answer = post(path, body);
    EXPECT_EQ(answer.status, 400) << path << body;
    EXPECT_TRUE(parsed(answer).HasMember("error"));
  }
  EXPECT_EQ(log(), before);
}

TEST_F(WebServerTest, WhatTheRulesRefuseIsOnRecord) {
  WebAnswer answer = post(
      "api/disposition",
      R"({"ref":"usb","to":"assigned","to_examiner":"X","operator":"O. Operator"})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_TRUE(parsed(answer).HasMember("refused"));
  EXPECT_NE(log().find("\"event\":\"refused\",\"object\":\"usb\""), std::string::npos);
  answer = post("api/disposition",
                R"({"ref":"usb","to":"returned","operator":"E. Examiner",)"
                R"("countersigned_by":"R. Reviewer"})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(post("api/review",
                 R"({"ref":"usb","verdict":"nothing","reason":"r","operator":"O"})")
                .status,
            409);
  EXPECT_EQ(post("api/stop", R"({"operator":"O"})").status, 409);
}

TEST_F(WebServerTest, DecidesByTheSameRulesAsTheCommands) {
  ASSERT_EQ(post("api/disposition",
                 R"({"ref":"usb","to":"assigned","to_examiner":"E. Examiner",)"
                 R"("operator":"E. Examiner"})")
                .status,
            200);
  // Where it stood when it was started is on record.
  EXPECT_NE(log().find("\"place\":\"2\",\"of\":\"2\""), std::string::npos) << log();
  const auto board = parsed(get("api/board"));
  EXPECT_STREQ(board["others"][0]["assigned_to"].GetString(), "E. Examiner");
  EXPECT_EQ(post("api/review",
                 R"({"ref":"phone","verdict":"nothing","reason":"other","operator":)"
                 R"("R. Reviewer"})")
                .status,
            200);
}

TEST_F(WebServerTest, TellsAViewerWhatIsOther) {
  ASSERT_EQ(post("api/viewed", R"({"viewer":"V. Viewer"})").status, 200);
  ASSERT_EQ(post("api/intake", R"({"ref":"new","operator":"O. Operator"})").status,
            200);
  for (const auto& row :
       parsed(get("api/board", {{"viewer", "V. Viewer"}}))["waiting"].GetArray()) {
    EXPECT_EQ(row["changes"].Size(),
              std::string(row["exhibit"].GetString()) == "new" ? 1u : 0u);
  }
}

TEST_F(WebServerTest, ReadsBesideAScanThatHoldsTheCase) {
  ASSERT_TRUE(*case_.folder->try_lock());  // as a scan does
  EXPECT_EQ(parsed(get("api/board"))["waiting"].Size(), 2u);
  EXPECT_EQ(parsed(get("api/findings", {{"ref", "usb"}}))["total"].GetUint64(), 3u);
  EXPECT_FALSE(std::filesystem::exists(case_.folder->database_path()));
  const WebAnswer answer =
      post("api/disposition", R"({"ref":"usb","to":"submitted","operator":)"
                              R"("E. Examiner"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  case_.record("late", rich_exhibit());
  for (int i = 0; i < 100; ++i) {
    if (parsed(get("api/board"))["waiting"].Size() == 2u) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << "what was scanned meanwhile is not seen";
}

// Whatever the reason.
TEST_F(WebServerTest, InTheTrainingNoAttachedDeviceIsRead) {
  add_disk();
  settings_.is_practice = true;
  for (const WebAnswer& answer :
       {get("api/expect", {{"path", "/nodes/sdb"}}),
        post("api/scan", R"({"path":"/nodes/sdb","ref":"stick","operator":"O. Op",)"
                         R"("override_reason":"no blocker at hand"})")}) {
    EXPECT_EQ(answer.status, 409);
    EXPECT_NE(answer.body.find("only practice images are scanned here"),
              std::string::npos)
        << answer.body;
  }
}

TEST_F(WebServerTest, RefusesADeviceThatCanBeWrittenTo) {
  add_disk();
  settings_.scans.program = case_.temporary.write("program", "#!/bin/sh\nexit 2\n");
  ::chmod(settings_.scans.program.c_str(), 0700);
  const std::string start = R"({"path":"/nodes/sdb","ref":"stick","operator":"O. Op")";
  WebAnswer answer = post("api/scan", start + "}");
  EXPECT_EQ(answer.status, 409);
  EXPECT_NE(log().find("\"event\":\"refused\",\"object\":\"stick\""),
            std::string::npos);
  EXPECT_EQ(get("api/expect", {{"path", "/nodes/sdb"}}).status, 409);
  // A reason for what was shown is none for what is the matter by now.
  answer = post("api/scan", start + R"(,"override_reason":"no blocker at hand",)"
                                    R"("objection":"it is mounted at /x"})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(log().find("scan_in_spite_of"), std::string::npos);
  answer = post("api/scan", start + R"(,"override_reason":"r","objection":""})");
  EXPECT_EQ(answer.status, 409);
  // Nor is it one for another device that came to the same place.
  for (const char* other : {R"("serial":"S-2")", R"("bytes":4096)"}) {
    answer = post("api/scan", start + R"(,"override_reason":"r",)" + other + "}");
    EXPECT_EQ(answer.status, 409);
    EXPECT_NE(answer.body.find("another device is at /nodes/sdb now"),
              std::string::npos)
        << answer.body;
  }
  EXPECT_EQ(log().find("scan_in_spite_of"), std::string::npos);
  const std::string shown =
      parsed(get("api/devices"))["devices"][0]["refused"].GetString();
  answer = post("api/scan", start +
                                R"(,"override_reason":"no blocker at hand",)"
                                R"("serial":"S-1","bytes":1048576,"objection":")" +
                                shown + "\"}");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(log().find(R"("serial":"S-1","bytes":"1048576",)"
                       R"("reason":"no blocker at hand")"),
            std::string::npos)
      << log();
}

TEST_F(WebServerTest, AScanThatWasNotBegunInSpiteOfAllIsSaidToBeNone) {
  add_disk();
  settings_.scans.program = "/none";
  const WebAnswer answer =
      post("api/scan", R"({"path":"/nodes/sdb","ref":"stick","operator":"O. Op",)"
                       R"("override_reason":"no blocker at hand"})");
  EXPECT_EQ(answer.status, 500);
  const std::size_t wanted = log().find("scan_in_spite_of");
  ASSERT_NE(wanted, std::string::npos);
  EXPECT_NE(log().find("\"event\":\"refused\",\"object\":\"stick\"", wanted),
            std::string::npos);
}

TEST_F(WebServerTest, SaysThatACaseIsNone) {
  settings_.case_path = case_.temporary.path("none");
  EXPECT_FALSE(WebServer::create(settings_));
  settings_.case_path = case_.folder->path();
  settings_.image_folders = {"/nowhere"};
  EXPECT_FALSE(WebServer::create(settings_));
}

}  // namespace
}  // namespace winnow
