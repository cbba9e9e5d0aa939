#include "drivers/web/findings_json.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "base/text.h"

namespace winnow {
namespace {

Finding finding(const std::string& path, FindingKind kind = FindingKind::exact) {
  Finding one;
  one.kind = kind;
  one.path = path;
  one.set = "Set One";
  one.category.label = "label";
  one.digests.set(*parse_digest("00112233445566778899aabbccddeeff"));
  return one;
}

std::shared_ptr<const KnownScan> exhibit(std::vector<Finding> findings,
                                         std::size_t problems = 0) {
  auto one = std::make_shared<KnownScan>();
  one->findings = std::move(findings);
  for (std::size_t i = 0; i < problems; ++i) {
    one->coverage.problems.push_back(
        {"/p" + std::to_string(i), {}, "unreadable", "read error"});
  }
  return one;
}

CaseSnapshot snapshot() {
  CaseSnapshot one;
  std::vector<Finding> many;
  for (int i = 0; i < 500; ++i) many.push_back(finding("/f" + std::to_string(i)));
  one.scanned["a"] = exhibit(std::move(many), 3);
  one.scanned["b"] =
      exhibit({finding("/DCIM/Holiday.JPG"), finding("/x", FindingKind::near)});
  return one;
}

struct Page {
  std::uint64_t total = 0;
  std::vector<std::string> paths;
};
Page page_of(const std::string& text) {
  rapidjson::Document json;
  json.Parse(text.c_str());
  EXPECT_TRUE(json.IsObject()) << text;
  Page page{json["total"].GetUint64(), {}};
  for (const auto& item : json["items"].GetArray()) {
    page.paths.emplace_back(item["path"].GetString());
  }
  return page;
}
Page asked(const FindingsAsked& question) {
  return page_of(findings_page_json(snapshot(), question));
}

TEST(FindingsJson, GivesPages) {
  Page page = asked({"", "", "", 0, 200});
  EXPECT_EQ(page.total, 502u);
  EXPECT_EQ(page.paths.size(), 200u);
  page = asked({"", "", "", 400, 200});
  EXPECT_EQ(page.paths.size(), 102u);
  EXPECT_EQ(page.paths.back(), "/x");
  page = asked({"a", "", "", 499, 200});
  EXPECT_EQ(page.total, 500u);
  EXPECT_EQ(page.paths, std::vector<std::string>{"/f499"});
  EXPECT_TRUE(asked({"a", "", "", UINT64_MAX, UINT64_MAX}).paths.empty());
  EXPECT_TRUE(asked({"a", "", "", 0, 0}).paths.empty());
  EXPECT_EQ(asked({"none", "", "", 0, 200}).total, 0u);
}

TEST(FindingsJson, SearchesInWhatIsShown) {
  EXPECT_EQ(asked({"", "", "holiday.jpg", 0, 200}).paths,
            std::vector<std::string>{"/DCIM/Holiday.JPG"});
  EXPECT_EQ(asked({"", "near", "", 0, 200}).paths, std::vector<std::string>{"/x"});
  EXPECT_EQ(asked({"b", "", "SET one", 0, 200}).total, 2u);
  EXPECT_EQ(asked({"b", "", "LABEL", 0, 200}).total, 2u);
  EXPECT_EQ(asked({"b", "", "0011223344AA", 0, 200}).total, 0u);
  EXPECT_EQ(asked({"b", "", "001122334455667", 0, 200}).total, 2u);
  EXPECT_EQ(asked({"b", "", "001122334455668", 0, 200}).total, 0u);
  const std::string whole = "00112233445566778899aabbccddeeff";
  EXPECT_EQ(asked({"b", "", whole, 0, 200}).total, 2u);
  EXPECT_EQ(asked({"b", "", whole + "0", 0, 200}).total, 0u);
  EXPECT_EQ(asked({"b", "", whole + "00", 0, 200}).total, 0u);
  EXPECT_EQ(asked({"", "", "nowhere", 0, 200}).total, 0u);
  EXPECT_EQ(asked({"", "no kind", "", 0, 200}).total, 0u);
}

TEST(FindingsJson, NamesOfADeviceBreakNoDocument) {
  CaseSnapshot one;
  const std::string name = printable_utf8("/</script>\"\\\n\x1b[2J\xff\xe2\x80\xae");
  one.scanned["a"] = exhibit({finding(name)});
  const Page page = page_of(findings_page_json(one, {}));
  EXPECT_EQ(page.paths, std::vector<std::string>{name});
}

TEST(FindingsJson, GivesProblemsInPages) {
  Page page = page_of(problems_page_json(snapshot(), "a", 1, 1));
  EXPECT_EQ(page.total, 3u);
  EXPECT_EQ(page.paths, std::vector<std::string>{"/p1"});
  EXPECT_EQ(page_of(problems_page_json(snapshot(), "none", 0, 200)).total, 0u);
}

TEST(FindingsJson, VolumesThatWereNotExaminedAreProblems) {
  CaseSnapshot snapshot;
  auto one = std::make_shared<KnownScan>();
  one->coverage.volumes = {
      {0, 0, 10, "ext4", VolumeOutcome::examined, ""},
      {1, 512, 4096, "BitLocker", VolumeOutcome::encrypted, "it is encrypted"}};
  one->coverage.problems = {{"/a", std::nullopt, "failed", "r"}};
  snapshot.scanned["a"] = one;
  const std::string json = problems_page_json(snapshot, "a", 0, 1);
  EXPECT_EQ(page_of(problems_page_json(snapshot, "a", 1, 1)).total, 2u);
  EXPECT_NE(json.find("[512,4096]"), std::string::npos) << json;
  EXPECT_NE(json.find("volume 1 (BitLocker): it is encrypted"), std::string::npos);
}

}  // namespace
}  // namespace winnow
