#include "drivers/web/scan_desk.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <atomic>
#include <filesystem>
#include <future>

#include "tests/store/practice_case.h"

namespace winnow {
namespace {

// What a measurement gives is told from here.
class ScanDeskTest : public testing::Test {
 protected:
  ScanDesk& desk() {
    if (!desk_) {
      std::filesystem::create_directories(case_.temporary.path("images"));
      for (const char* name : {"images/a.raw", "images/b.raw"}) {
        static_cast<void>(case_.temporary.write(name, "x"));
      }
      auto watch = CaseWatch::start(case_.folder->path(), use_, pulse_);
      EXPECT_TRUE(watch);
      watch_ = std::move(*watch);
      ScanDeskSettings settings;
      settings.case_path = case_.folder->path();
      settings.tables.devices = case_.temporary.path("none");
      settings.measure = [this](const std::string&) {
        ++measured_;
        may_answer_.wait();
        return reads_;
      };
      settings.is_practice = is_practice_;
      settings.longest_wait = std::chrono::milliseconds(100);
      auto roots = ImageRoots::open({case_.temporary.path("images")});
      EXPECT_TRUE(roots);
      desk_.emplace(settings, std::move(*roots), *watch_, job_);
    }
    return *desk_;
  }
  WebAnswer expect(const std::string& name) {
    return desk().expect(case_.temporary.path("images/" + name), "O. Operator");
  }
  static bool is_known(const WebAnswer& answer) {
    rapidjson::Document json;
    json.Parse(answer.body.c_str());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json["whole"].IsArray() && json["first_useful"].IsArray();
  }
  [[nodiscard]] std::string log() const {
    return TempFolder::read(case_.folder->path() + "/audit.jsonl");
  }

  std::promise<void> answer_;
  std::shared_future<void> may_answer_ = answer_.get_future();
  std::atomic<int> measured_ = 0;
  Result<MeasuredReads> reads_ = MeasuredReads{1 << 30, 1e8, 1e-3, true};
  bool is_practice_ = false;
  PracticeCase case_;
  CaseUse use_;
  Pulse pulse_;
  std::unique_ptr<CaseWatch> watch_;
  ScanJob job_{{}, {[] {}, [] {}, [] { return std::uint64_t{0}; }}};
  std::optional<ScanDesk> desk_;
};

TEST_F(ScanDeskTest, KeepsNobodyWaitingForADeviceThatIsSlow) {
  EXPECT_FALSE(is_known(expect("a.raw")));
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(is_known(expect("a.raw")));
  EXPECT_FALSE(is_known(expect("b.raw")));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  EXPECT_EQ(measured_, 1);
  answer_.set_value();
  // What came is told once; then it is measured anew.
  for (int i = 0; i < 500 && !is_known(expect("a.raw")); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(measured_, 1);
  EXPECT_TRUE(is_known(expect("b.raw")));
  EXPECT_EQ(measured_, 2);
  EXPECT_NE(log().find("\"actor\":\"O. Operator"), std::string::npos) << log();
  EXPECT_NE(log().find("\"bytes_a_second\":\"100000000\""), std::string::npos);
}

TEST_F(ScanDeskTest, AMeasurementThatFailedIsOnRecord) {
  answer_.set_value();
  reads_ = Fault{FaultKind::io, "could not be read", "a.raw", std::nullopt};
  EXPECT_EQ(expect("a.raw").status, 500);
  EXPECT_NE(log().find("could not be measured: could not be read"), std::string::npos);
}

TEST_F(ScanDeskTest, ARateFromMemoryIsNoneOfTheDevice) {
  answer_.set_value();
  reads_ = MeasuredReads{1 << 24, 3e10, 1e-6, false, true, true};
  const WebAnswer answer = expect("a.raw");
  EXPECT_TRUE(is_known(answer));
  EXPECT_EQ(answer.body.find("\"rate\""), std::string::npos);
  EXPECT_NE(log().find("\"measured\""), std::string::npos);
  EXPECT_EQ(log().find("bytes_a_second"), std::string::npos);
}

// Its scans are slowed: what is said beforehand holds of them.
TEST_F(ScanDeskTest, InTheTrainingItTakesLonger) {
  answer_.set_value();
  const auto longest = [](const WebAnswer& answer) {
    rapidjson::Document json;
    json.Parse(answer.body.c_str());
    return json["whole"][1].GetUint64();
  };
  const std::uint64_t usual = longest(expect("a.raw"));
  desk_.reset();
  is_practice_ = true;
  EXPECT_GT(longest(expect("a.raw")), 50 * usual);
}

}  // namespace
}  // namespace winnow
