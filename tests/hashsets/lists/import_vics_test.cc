#include <gtest/gtest.h>

#include "hashsets/lists/category_profile.h"
#include "hashsets/lists/json_keys.h"
#include "hashsets/lists/list_import.h"
#include "tests/hashsets/lists/list_damage.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');
const std::string kOther(32, 'd');

using Rejected = std::vector<std::pair<std::uint64_t, RowReason>>;

// As in format-samples/authored of our notes.
const std::string kHashSet =
    R"({"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml)"
    R"(/UK/$metadata#Media","value":[)"
    "\n"
    R"({"MediaID":1,"Category":1,"MD5":"11111111111111111111111111111111",)"
    R"("SHA1":"1111111111111111111111111111111111111111","MediaSize":2048,)"
    R"("DateUpdated":"2025-01-02T03:04:05.0000Z","IsPrecategorized":"false",)"
    R"("VictimIdentified":"false","Series":"SYNTHETIC","Tags":"synthetic, test"},)"
    "\n"
    R"({"MediaID":2,"Category":0,"MD5":"22222222222222222222222222222222"}]})"
    "\n";
const std::string kCase =
    R"({"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml)"
    R"(/UK/$metadata#Cases","value":[{"CaseID":"00000000-0000-4000-8000-000000000001",)"
    R"("CaseNumber":"TEST/0001","TotalMediaFiles":1,)"
    "\n"
    R"("Media":[{"MediaID":1,"Category":1,"MD5":"11111111111111111111111111111111",)"
    R"("SHA1":"1111111111111111111111111111111111111111","MediaSize":2048,)"
    R"("MimeType":"image/jpeg","RelativeFilePath":"Files\\1.jpg",)"
    "\n"
    R"("MediaFiles":[{"MD5":"33333333333333333333333333333333","FileName":"A.JPG",)"
    R"("PhysicalLocation":1048576}],)"
    R"("Exifs":[{"MD5":"44444444444444444444444444444444","PropertyName":"x"}],)"
    R"("AlternativeHashes":[{"MD5":"55555555555555555555555555555555",)"
    R"("HashName":"SHA256","HashValue":)"
    R"("6666666666666666666666666666666666666666666666666666666666666666"}]}]}]})";

std::string context(const std::string& path) {
  return R"("@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/)" +
         path + "\",";
}

// A hash set of these media.
std::string set_of(const std::string& media,
                   const std::string& path = "2.0.xml/Default/$metadata#Media") {
  return "{" + context(path) + "\"value\":[" + media + "]}";
}

Result<Rows> read_with(const CategoryProfile* profile, const std::string& list) {
  return import_bytes(import_vics, bytes_of(list), ImportOptions{profile});
}
Result<Rows> read(const std::string& list) {
  return read_with(nullptr, list);
}

// The rows of a list that is no fault; places as they are, from the front.
Rows rows_of(const std::string& list, const CategoryProfile* profile = nullptr) {
  auto rows = read_with(profile, list);
  EXPECT_TRUE(rows) << rows.error().line();
  return rows ? std::move(*rows) : Rows();
}

std::vector<std::string> digests_in(const Rows& rows) {
  std::vector<std::string> all;
  for (const Rows::Row& row : rows.taken) all.push_back(row.digests);
  return all;
}
std::vector<RowReason> reasons_in(const Rows& rows) {
  std::vector<RowReason> all;
  for (const auto& [place, reason] : rows.rejected) all.push_back(reason);
  return all;
}

const CategoryProfile& uk() {
  static const CategoryProfile kUk = *CategoryProfile::open("uk");
  return kUk;
}

TEST(Vics, HashSetRowsAreExact) {
  const Rows rows = rows_of(kHashSet, &uk());
  EXPECT_TRUE(rows.rejected.empty());
  ASSERT_EQ(rows.taken.size(), 2u);
  EXPECT_EQ(rows.taken[0], (Rows::Row{kHashSet.find("{\"MediaID\":1"),
                                      std::string(32, '1') + " " + std::string(40, '1'),
                                      1, uk().find(1)->label, "UK", 2048, ""}));
  // The profile says nothing of 0, which is a code all the same.
  EXPECT_EQ(
      rows.taken[1],
      (Rows::Row{
          kHashSet.find("{\"MediaID\":2"), std::string(32, '2'), 0, "", "UK", {}, ""}));
}

TEST(Vics, CaseRowsAreExactAndNothingNestedIsTaken) {
  const Rows rows = rows_of(kCase, &uk());
  EXPECT_TRUE(rows.rejected.empty());
  EXPECT_EQ(rows.taken,
            (std::vector<Rows::Row>{{kCase.find("{\"MediaID\":1"),
                                     std::string(32, '1') + " " + std::string(40, '1') +
                                         " " + std::string(64, '6'),
                                     1, uk().find(1)->label, "UK", 2048, ""}}));
}

TEST(Vics, ContentDecidesNotTheLabel) {
  std::string set = kHashSet;
  set.replace(set.find("#Media"), 6, "#Cases");
  EXPECT_EQ(rows_of(set, &uk()).taken, rows_of(kHashSet, &uk()).taken);
  std::string cases = kCase;
  cases.replace(cases.find("#Cases"), 6, "#Media");
  EXPECT_EQ(rows_of(cases, &uk()).taken, rows_of(kCase, &uk()).taken);
}

TEST(Vics, AMarkMovesThePlacesAlone) {
  const Rows rows = rows_of("\xEF\xBB\xBF" + kHashSet, &uk());
  ASSERT_EQ(rows.taken.size(), 2u);
  EXPECT_EQ(rows.taken[0].line, kHashSet.find("{\"MediaID\":1") + 3);
}

TEST(Vics, KeysInAnyCaseAndOrder) {
  const Rows rows =
      rows_of(R"({"VALUE":[{"md5":" )" + kMd5 +
              R"( ","Sha1":"","mediasize":"18014398509481985"},)" +
              R"({"ALTERNATIVEHASHES":[{"hashvalue":")" + kSha256 +
              R"(","hashname":"sha-256"}],"MEDIASIZE":9007199254740993}],)" +
              context("2.0.xml/CUSTOM/$metadata#Media") + R"("x":1})");
  EXPECT_TRUE(rows.rejected.empty());
  ASSERT_EQ(digests_in(rows), (std::vector<std::string>{kMd5, kSha256}));
  EXPECT_EQ(rows.taken[0].size, 18014398509481985u);
  EXPECT_EQ(rows.taken[1].size, 9007199254740993u);
}

TEST(Vics, UngradedAndZeroAreDifferent) {
  const std::string md5 = R"({"MD5":")" + kMd5 + "\"";
  const Rows rows = rows_of(
      set_of(md5 + "}," + md5 + R"(,"Category":null},)" + md5 + R"(,"Category":" "},)" +
             md5 + R"(,"Category":0},)" + md5 + R"(,"Category":" 0 "},)" + md5 +
             R"(,"Category":-3},)" + md5 + R"(,"Category":"9223372036854775807"})"));
  std::vector<std::pair<std::optional<std::int64_t>, std::string>> got;
  for (const Rows::Row& row : rows.taken) got.emplace_back(row.code, row.profile);
  EXPECT_EQ(got, (decltype(got){{{}, ""},
                                {{}, ""},
                                {{}, ""},
                                {0, "Default"},
                                {0, "Default"},
                                {-3, "Default"},
                                {9223372036854775807, "Default"}}));
  EXPECT_EQ(rows.taken[3].label, "");
}

TEST(Vics, ACategoryThatIsNoNumberRejectsTheRow) {
  for (const char* category :
       {"1.5", "1.0", "true", "\"abc\"", "\"1a\"", "[1]", "{\"MD5\":1}",
        "9223372036854775808", "\"9223372036854775808\"", "1e2"}) {
    const Rows rows =
        rows_of(set_of(R"({"MD5":")" + kMd5 + R"(","Category":)" + category + "}"));
    EXPECT_TRUE(rows.taken.empty()) << category;
    EXPECT_EQ(reasons_in(rows), (std::vector{RowReason::bad_category})) << category;
  }
}

TEST(Vics, DigestsThatAreNoneRejectTheRow) {
  for (const std::string& media :
       {R"("MD5":")" + kSha1 + "\"", R"("MD5":"xyz")" + std::string(),
        R"("MD5":)" + std::string("17"), R"("MD5":[")" + kMd5 + "\"]",
        R"("MD5":")" + kMd5 + R"(","SHA1":"00")",
        R"("MD5":")" + kMd5 +
            R"(","AlternativeHashes":[{"HashName":"SHA1","HashValue":1}])"}) {
    const Rows rows = rows_of(set_of("{" + media + "}"));
    EXPECT_TRUE(rows.taken.empty()) << media;
    EXPECT_EQ(reasons_in(rows), (std::vector{RowReason::not_a_digest})) << media;
  }
}

TEST(Vics, AKeyGivenTwiceMustSayTheSame) {
  const std::string md5 = R"("MD5":")" + kMd5 + "\"";
  const Rows rows = rows_of(
      set_of("{" + md5 + "," + md5 + R"(},{)" + md5 + R"(,"md5":")" + kOther +
             R"("},{)" + md5 + R"(,"Category":1,"category":2},{)" + md5 +
             R"(,"AlternativeHashes":[{"HashName":"MD5","HashValue":")" + kOther +
             R"("}]},{"AlternativeHashes":[{"HashName":"MD5","HashName":"PDQ",)" +
             R"("HashValue":")" + kMd5 + R"("}]})"));
  EXPECT_EQ(digests_in(rows), (std::vector<std::string>{kMd5}));
  EXPECT_EQ(reasons_in(rows), std::vector(4, RowReason::two_values));
}

TEST(Vics, OtherHashesAreUsedOrCounted) {
  const std::string pdq = "0f" + std::string(62, 'e');
  const Rows rows = rows_of(set_of(
      R"({"MD5":")" + kMd5 + R"(","PhotoDNA":"AAAA","AlternativeHashes":[)" +
      R"({"HashName":"PDQ","HashValue":")" + pdq + R"("}]},{"PhotoDNA":"AAAA"},)" +
      R"({"PhotoDNA":"","MD5":""},{"MD5":")" + kOther +
      R"(","AlternativeHashes":[{"HashName":"PhotoDNA","HashValue":"AA"},)" +
      R"({"HashName":"new","HashValue":"x"},{"HashName":"PDQ","HashValue":")" +
      std::string(64, '0') + R"("}]},{"AlternativeHashes":[{"HashName":"PDQ",)" +
      R"("HashValue":")" + pdq + R"("}]})"));
  EXPECT_EQ(digests_in(rows), (std::vector<std::string>{kMd5, kOther, ""}));
  EXPECT_EQ(rows.taken[0].pdq, pdq);
  EXPECT_EQ(rows.taken[1].pdq, "");
  EXPECT_EQ(rows.taken[2].pdq, pdq);
  EXPECT_EQ(reasons_in(rows),
            (std::vector{RowReason::unused_value, RowReason::unused_algorithm,
                         RowReason::no_digest, RowReason::unused_value}));
}

TEST(Vics, TheProfileSaysWhatNumbersMean) {
  const std::string media = R"({"MD5":")" + kMd5 + R"(","Category":1})";
  const auto us = CategoryProfile::open("us");
  const std::string us_list = set_of(media, "2.0.xml/US/$metadata#Media");
  EXPECT_EQ(rows_of(us_list).taken[0].label, us->find(1)->label);
  EXPECT_EQ(rows_of(us_list).taken[0].profile, "US");
  EXPECT_EQ(rows_of(set_of(media), &*us).taken[0].label, us->find(1)->label);
  EXPECT_EQ(rows_of(set_of(media)).taken[0].profile, "Default");
  EXPECT_EQ(rows_of(set_of(media, "1.3.xml#Media")).taken[0].profile, "VICS 1.3");
  for (const char* region : {"UK", "uk", "UK-Standard"}) {
    const auto rows =
        read(set_of(media, std::string("2.0.xml/") + region + "/$metadata#Media"));
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().kind, FaultKind::usage);
    EXPECT_EQ(rows.error().place, "list");
    EXPECT_NE(rows.error().what.find("--profile"), std::string::npos);
  }
  EXPECT_EQ(read_with(&uk(), us_list).error().kind, FaultKind::usage);
  EXPECT_EQ(read_with(&*us, kHashSet).error().kind, FaultKind::usage);
  EXPECT_EQ(read(set_of(media, "3.0.xml/US/$metadata#Media")).error().kind,
            FaultKind::unsupported);
}

TEST(Vics, NumbersOfNobodyAreRefused) {
  const std::string graded = R"({"MD5":")" + kMd5 + R"(","Category":1})";
  const std::string plain = R"({"MD5":")" + kMd5 + "\"}";
  EXPECT_EQ(read("{\"value\":[" + graded + "]}").error().kind, FaultKind::usage);
  EXPECT_EQ(read("{\"value\":[" + graded + "]," +
                 context("2.0.xml/US/$metadata#Media") + "\"x\":1}")
                .error()
                .kind,
            FaultKind::usage);
  EXPECT_EQ(rows_of("{\"value\":[" + plain + "]}").taken.size(), 1u);
  EXPECT_EQ(rows_of("{\"value\":[" + graded + "]}", &uk()).taken[0].profile, "UK");
  EXPECT_EQ(read("{" + context("2.0.xml/US/$metadata#Media") +
                 context("2.0.xml/UK/$metadata#Media") + "\"value\":[]}")
                .error()
                .kind,
            FaultKind::malformed);
  EXPECT_EQ(read("{\"value\":[" + plain + "]," + context("2.0.xml/UK/$metadata#Media") +
                 "\"x\":1}")
                .error()
                .kind,
            FaultKind::usage);
}

TEST(Vics, WhatIsNoMediaIsRejectedAndTheRestRead) {
  const std::string plain = R"({"MD5":")" + kMd5 + "\"}";
  const Rows rows =
      rows_of(set_of("1,null,[" + plain + "],{}," + plain + R"(,{"Media":[)" + plain +
                     R"(,"x"]},{"CaseID":"1","Media":null},{"Media":)" + plain + "}"));
  EXPECT_EQ(digests_in(rows), (std::vector<std::string>{kMd5, kMd5}));
  EXPECT_EQ(reasons_in(rows),
            (std::vector{RowReason::not_an_object, RowReason::not_an_object,
                         RowReason::not_an_object, RowReason::no_digest,
                         RowReason::not_an_object, RowReason::no_digest}));
}

TEST(Vics, OtherJsonIsAFault) {
  for (const char* json : {"[]", "{}", "5", "{\"value\":5}", "{\"value\":{}}"}) {
    const auto rows = read(json);
    ASSERT_FALSE(rows) << json;
    EXPECT_EQ(rows.error().kind, FaultKind::malformed);
    EXPECT_NE(rows.error().what.find("VICS"), std::string::npos);
  }
}

TEST(Vics, HostileValuesCostNothing) {
  const std::string plain = R"("MD5":")" + kMd5 + "\"";
  const std::string deep = std::string(900, '[') + std::string(900, ']');
  EXPECT_EQ(rows_of(set_of("{\"X\":" + deep + "," + plain + "}")).taken.size(), 1u);
  EXPECT_EQ(
      rows_of(set_of("{\"X\":\"" + std::string(5'000'000, 'x') + "\"," + plain + "}"))
          .taken.size(),
      1u);
  EXPECT_EQ(read(set_of("{\"X\":" + std::string(1'000'000, '['))).error().kind,
            FaultKind::too_big);
  EXPECT_EQ(rows_of(set_of("{\"X\xFF\":\"\xC3\xFF\"," + plain + "}")).taken.size(), 1u);
}

TEST(Vics, DamageIsSeen) {
  const ListReader read_uk = reader_of(import_vics, ImportOptions{&uk()});
  for (const std::string& list : {kHashSet, kCase}) {
    check_cuts_are_seen(read_uk, bytes_of(list));
    check_flips(read_uk, bytes_of(list));
  }
}

TEST(Vics, IsToldByItsKeys) {
  EXPECT_TRUE(looks_like_vics(bytes_of(kHashSet)));
  EXPECT_TRUE(looks_like_vics(bytes_of(kCase.substr(0, 200))));
  EXPECT_TRUE(looks_like_vics(bytes_of("\xEF\xBB\xBF{\"odata.metadata\":\"x")));
  EXPECT_TRUE(looks_like_vics(bytes_of("{\"odata.metadata\":\"x\",")));
  EXPECT_TRUE(looks_like_vics(bytes_of("{\"n\":[{}],\"Value\":[{\"MediaID\":1,")));
  EXPECT_FALSE(looks_like_vics(bytes_of("{\"value\":[{\"id\":1}]}")));
  EXPECT_FALSE(looks_like_vics(bytes_of("{\"values\":[{\"MD5\":1}]}")));
  EXPECT_FALSE(looks_like_vics(bytes_of("")));
}

}  // namespace
}  // namespace winnow
