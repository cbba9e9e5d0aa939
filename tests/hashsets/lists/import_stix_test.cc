#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/lists/list_damage.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');

const std::string kFile = R"({"type":"file","spec_version":"2.1","hashes":{"MD5":")" +
                          kMd5 + R"(","SHA-256":")" + kSha256 +
                          R"("},"size":9007199254740993,"name":"x"})";

Result<Rows> read(const std::string& list) {
  return import_bytes(import_stix, bytes_of(list));
}
Rows rows_of(const std::string& list) {
  auto rows = read(list);
  EXPECT_TRUE(rows) << rows.error().line();
  return rows ? std::move(*rows) : Rows();
}
std::string bundle(const std::string& objects) {
  return R"({"type":"bundle","id":"bundle--1","objects":[)" + objects + "]}";
}
std::string indicator(const std::string& pattern, const std::string& more = "") {
  return R"({"type":"indicator","pattern":")" + pattern +
         R"(","pattern_type":"stix","valid_from":"2020-01-01T00:00:00Z")" + more + "}";
}
std::vector<RowReason> reasons_in(const Rows& rows) {
  std::vector<RowReason> all;
  for (const auto& [place, reason] : rows.rejected) all.push_back(reason);
  return all;
}

TEST(Stix, AFileIsOneEntry) {
  const std::string list = bundle(R"({"type":"malware","name":"x"},)" + kFile);
  const std::string digests = kMd5 + " " + kSha256;
  EXPECT_EQ(rows_of(list).taken,
            (std::vector<Rows::Row>{{list.find("{\"type\":\"file"), digests,
                                     std::nullopt, "", "", 9007199254740993, ""}}));
  EXPECT_EQ(rows_of(kFile).taken[0].digests, digests);
  EXPECT_EQ(rows_of("\xEF\xBB\xBF" + kFile).taken[0].line, 3u);
}

TEST(Stix, EachAlternativeIsAnEntry) {
  const std::string list = bundle(
      indicator("[file:hashes.'SHA-256' = '" + kSha256 + "' OR file:hashes.MD5 = '" +
                    kMd5 + "'] OR [file:hashes.'SHA-1' = '" + kSha1 +
                    "' OR file:hashes.'SHA-512' = 'x'"
                    " OR file:hashes.MD5 = 'x']",
                R"(,"valid_until":"2020-01-02T00:00:00Z")"));
  const Rows rows = rows_of(list);
  const std::uint64_t at = list.find("{\"type\":\"indicator");
  EXPECT_EQ(rows.taken, (std::vector<Rows::Row>{{at, kSha256, std::nullopt, ""},
                                                {at, kMd5, std::nullopt, ""},
                                                {at, kSha1, std::nullopt, ""}}));
  EXPECT_EQ(reasons_in(rows),
            (std::vector{RowReason::unused_algorithm, RowReason::not_a_digest}));
}

TEST(Stix, WhatCannotBeTakenIsCounted) {
  const std::string good = "[file:hashes.MD5 = '" + kMd5 + "']";
  const Rows rows = rows_of(bundle(
      indicator("[file:hashes.MD5 = '" + kMd5 + "' AND file:size = 1]") + "," +
      indicator("[domain-name:value = 'example.org']") + "," +
      indicator(good, R"(,"revoked":true)") + "," +
      R"({"type":"indicator","pattern_type":"yara","pattern":")" + good + "\"}," +
      indicator(good, R"(,"pattern":"[]")") + R"(,7,{"type":"file"},)" +
      R"({"type":"file","hashes":{"MD5":"1"}},{"type":"file","hashes":{"SHA3-256":"1"}},)" +
      R"({"type":"file","type":"x","hashes":{}},{"type":"indicator"})"));
  EXPECT_TRUE(rows.taken.empty());
  EXPECT_EQ(reasons_in(rows),
            (std::vector{RowReason::pattern_not_simple, RowReason::pattern_not_simple,
                         RowReason::revoked, RowReason::pattern_not_simple,
                         RowReason::two_values, RowReason::not_an_object,
                         RowReason::no_digest, RowReason::not_a_digest,
                         RowReason::unused_algorithm, RowReason::two_values,
                         RowReason::pattern_not_simple}));
}

TEST(Stix, OnlyAFilesOwnHashesAreTaken) {
  const Rows rows = rows_of(
      bundle(R"({"type":"x509-certificate","hashes":{"MD5":")" + kMd5 + R"("}},)" +
             R"({"type":"file","extensions":{"a":{"hashes":{"MD5":")" +
             std::string(32, 'e') + R"("}}},"hashes":{"MD5":")" + kMd5 + R"("}})"));
  ASSERT_EQ(rows.taken.size(), 1u);
  EXPECT_EQ(rows.taken[0].digests, kMd5);
}

TEST(Stix, OtherJsonIsAFault) {
  for (const char* json : {"[]", "{}", "5", "{\"objects\":5}", "{\"type\":\"x\"}"}) {
    const auto rows = read(json);
    ASSERT_FALSE(rows) << json;
    EXPECT_EQ(rows.error().kind, FaultKind::malformed);
  }
  EXPECT_EQ(read(bundle(std::string(1'000'000, '['))).error().kind, FaultKind::too_big);
}

TEST(Stix, DamageIsSeen) {
  const std::string list =
      bundle(kFile + "," + indicator("[file:hashes.'SHA-1' = '" + kSha1 + "']"));
  check_cuts_are_seen(reader_of(import_stix), bytes_of(list));
  check_flips(reader_of(import_stix), bytes_of(list));
}

}  // namespace
}  // namespace winnow
