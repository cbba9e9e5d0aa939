#include <gtest/gtest.h>

#include "hashsets/lists/detect.h"
#include "hashsets/lists/ncmec_deletions.h"
#include "tests/hashsets/lists/list_damage.h"

namespace winnow {
namespace {

using Rejected = std::vector<std::pair<std::uint64_t, RowReason>>;

std::string md5(std::uint64_t number) {
  return invented_hex(Algorithm::md5, number);
}

std::string in_result(const std::string& groups) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<queryResult "
         "xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\">" +
         groups + "</queryResult>\n";
}

std::string entry(const std::string& name, const std::string& id,
                  const std::string& time, const std::string& more = "") {
  return "<" + name + "><member id=\"42\">An example</member><timestamp>" + time +
         "</timestamp><id>" + id + "</id>" + more + "</" + name + ">";
}

std::string image(const std::string& id, const std::string& time, std::uint64_t number,
                  const std::string& more = "") {
  return entry("image", id, time,
               "<classification>A1</classification><fingerprints><md5>" + md5(number) +
                   "</md5>" + more + "</fingerprints>");
}

std::string images(const std::string& entries) {
  return in_result("<images>" + entries + "</images>");
}

constexpr const char* kNoon = "2020-01-01T12:00:00Z";
constexpr const char* kLater = "2020-01-01T12:00:00.001Z";

TEST(Ncmec, TheSampleReadsInFull) {
  const auto samples = samples_folder();
  if (!samples) GTEST_SKIP() << "no sample lists";
  const auto list = bytes_in(*samples + "/ncmec/entries-v2-synthetic.xml");
  EXPECT_EQ(detect_list(list, "list")->name, "ncmec");
  const auto rows = import_bytes(import_ncmec, list);
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->about_list, "NCMEC||2017-10-24T15:20:00Z");
  ASSERT_EQ(rows->taken.size(), 2u);
  std::string a;
  std::string b;
  for (int i = 0; i < 20; ++i) {
    a += "a1";
    b += "b1";
  }
  EXPECT_EQ(rows->taken[0].digests, a.substr(0, 32) + " " + a);
  EXPECT_EQ(rows->taken[0].label, "A1");
  EXPECT_EQ(rows->taken[0].profile, "NCMEC");
  EXPECT_EQ(rows->taken[0].code, std::nullopt);
  EXPECT_EQ(rows->taken[1].digests, b.substr(0, 32) + " " + b);
  EXPECT_EQ(rows->taken[1].label, "");
  EXPECT_EQ(rows->taken[1].profile, "");
  // The PhotoDNA value of the first.
  EXPECT_EQ(rows->rejected, (Rejected{{rows->taken[0].line, RowReason::unused_value}}));
  check_truncations(reader_of(import_ncmec), list, 7);
}

TEST(Ncmec, PdqIsTakenAndAFlatOneLeftOut) {
  const std::string pdq = invented_hex(Algorithm::sha256, 7);
  const auto rows = import_bytes(
      import_ncmec,
      bytes_of(images(image("1", kNoon, 1, "<pdq> " + pdq + "\n</pdq>") +
                      image("2", kNoon, 2, "<pdq>" + std::string(64, '0') + "</pdq>") +
                      image("3", kNoon, 3, "<pdq>short</pdq>"))));
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->taken[0].pdq, pdq);
  EXPECT_EQ(rows->taken[1].pdq, "");
  ASSERT_EQ(rows->rejected.size(), 2u);
  EXPECT_EQ(rows->rejected[0].second, RowReason::unused_value);
  EXPECT_EQ(rows->rejected[1].second, RowReason::not_a_digest);
}

TEST(Ncmec, BadEntriesAreCountedByReason) {
  const std::string other = "<fingerprints><netclean>x</netclean></fingerprints>";
  const std::string text(5000, 'a');
  const auto rows = import_bytes(
      import_ncmec,
      bytes_of(images(entry("image", "1", kNoon) + entry("video", "2", kNoon, other) +
                      entry("image", "", kNoon, "<fingerprints/>") +
                      image("4", kNoon, 1, "<md5>" + md5(2) + "</md5>") +
                      image("5", kNoon, 1, "<sha1>" + text + "</sha1>") +
                      entry("deletedImage", "6", "yesterday") + image("7", kNoon, 7))));
  ASSERT_TRUE(rows) << rows.error().line();
  std::vector<RowReason> reasons;
  for (const auto& rejected : rows->rejected) reasons.push_back(rejected.second);
  EXPECT_EQ(reasons,
            (std::vector<RowReason>{RowReason::no_digest, RowReason::unused_algorithm,
                                    RowReason::bad_field, RowReason::bad_field,
                                    RowReason::bad_field, RowReason::bad_field}));
  EXPECT_EQ(rows->taken.size(), 1u);
}

TEST(Ncmec, CountsAreChecked) {
  const std::string one = image("1", kNoon, 1);
  EXPECT_TRUE(import_bytes(
      import_ncmec, bytes_of(in_result("<images count=\"1\">" + one + "</images>"))));
  const auto rows = import_bytes(
      import_ncmec, bytes_of(in_result("<images count=\"2\">" + one + "</images>")));
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, FaultKind::malformed);
}

TEST(Ncmec, WhatCouldBeDeclaredIsRefused) {
  const std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE queryResult [<!ENTITY a \"aaaa\"><!ENTITY b "
      "\"&a;&a;&a;\">]><queryResult "
      "xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\">&b;</queryResult>";
  const std::string fetched =
      "<!DOCTYPE queryResult SYSTEM \"file:///etc/passwd\"><queryResult "
      "xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\"/>";
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "<a>";
  const std::string long_tag = "<images " + std::string(3 << 20, 'a') + "=\"1\"/>";
  for (const std::string& list :
       {laughs, fetched, in_result(deep), in_result(long_tag)}) {
    const auto rows = import_bytes(import_ncmec, bytes_of(list));
    ASSERT_FALSE(rows) << list.substr(0, 200);
    EXPECT_EQ(rows.error().kind, FaultKind::malformed);
    EXPECT_EQ(rows.error().place, "list");
  }
  const auto other = import_bytes(
      import_ncmec, bytes_of("<queryResult xmlns=\"https://hashsharing.ncmec.org/"
                             "hashsharing/v3\"></queryResult>"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, FaultKind::unsupported);
}

TEST(Ncmec, DeletionsWithdrawWhatIsNotNewer) {
  const std::string list =
      images(entry("deletedImage", "1", kNoon) + entry("deletedImage", "2", kNoon) +
             entry("deletedImage", "3", kNoon) + image("1", kNoon, 1) +
             image("2", kLater, 2) + image("3", "no time", 3) + image("4", kNoon, 4));
  NcmecDeletions deletions;
  {
    const Fd fd = memory_file(bytes_of(list));
    ListSource source(fd.get(), "list");
    ASSERT_TRUE(collect_ncmec_deletions(source, deletions));
  }
  EXPECT_EQ(deletions.size(), 3u);
  ImportOptions options;
  options.deletions = &deletions;
  const auto rows = import_bytes(import_ncmec, bytes_of(list), options);
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->taken[0].digests, md5(2));
  EXPECT_EQ(rows->taken[1].digests, md5(4));
  ASSERT_EQ(rows->rejected.size(), 2u);
  EXPECT_EQ(rows->rejected[0].second, RowReason::withdrawn);
}

TEST(Ncmec, DeletionsActAcrossTheFilesOfABuild) {
  const TempFolder folder;
  const std::string entries =
      folder.write("entries.xml", images(image("1", kNoon, 1) + image("2", kNoon, 2)));
  const std::string deleted =
      folder.write("deleted.xml", images(entry("deletedImage", "1", kLater)));
  for (const auto& sources : {std::vector<std::string>{entries, deleted},
                              std::vector<std::string>{deleted, entries}}) {
    const BuildRequest request{folder.path("set.wset"), sources, "n", SetType::notable};
    const auto report = build_set(request);
    ASSERT_TRUE(report) << report.error().line();
    EXPECT_EQ(report->entries, 1u);
    ASSERT_EQ(report->rejections.size(), 1u);
    EXPECT_EQ(report->rejections[0].reason, to_string(RowReason::withdrawn));
    EXPECT_EQ(report->rejections[0].count, 1u);
    const auto set = open_set(request.output);
    ASSERT_TRUE(set);
    EXPECT_FALSE(set->find(invented(Algorithm::md5, 1))->has_value());
    EXPECT_TRUE(set->find(invented(Algorithm::md5, 2))->has_value());
  }
  // Nothing is left: no set is written.
  const BuildRequest nothing{
      folder.path("none.wset"), {deleted}, "n", SetType::notable};
  EXPECT_EQ(build_set(nothing).error().kind, FaultKind::malformed);
}

TEST(Ncmec, TimesAreComparedAsTimes) {
  EXPECT_EQ(parse_ncmec_time("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_ncmec_time("1970-01-01T01:00:00.5+01:00"), 500'000);
  EXPECT_EQ(parse_ncmec_time("1969-12-31T23:59:59.999999Z"), -1);
  EXPECT_EQ(parse_ncmec_time("2024-02-29T00:00:00-00:30"), 1'709'166'600'000'000);
  for (const char* text :
       {"", "2020-01-01", "2020-01-01T00:00:00", "2020-02-30T00:00:00Z",
        "2020-01-01T24:00:00Z", "2020-01-01T00:00:00.Z", "2020-01-01T00:00:00+1:00",
        "2020-01-01 00:00:00Z", "2020-01-01T00:00:00Zx"}) {
    EXPECT_FALSE(parse_ncmec_time(text)) << text;
  }
}

TEST(Ncmec, DamageGivesNoWrongDigest) {
  const std::string list = images(
      image("1", kNoon, 1, "<sha1>" + invented_hex(Algorithm::sha1, 1) + "</sha1>") +
      image("2", kNoon, 2));
  EXPECT_GE(check_truncations(reader_of(import_ncmec), bytes_of(list)),
            list.size() - 1);
  check_flips(reader_of(import_ncmec), bytes_of(list));
}

}  // namespace
}  // namespace winnow
