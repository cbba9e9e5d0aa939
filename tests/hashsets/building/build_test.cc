#include "hashsets/building/build.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <algorithm>

#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

std::string md5(std::uint64_t number) {
  return invented_hex(Algorithm::md5, number);
}
std::string sha1(std::uint64_t number) {
  return invented_hex(Algorithm::sha1, number);
}
std::string sha256(std::uint64_t number) {
  return invented_hex(Algorithm::sha256, number);
}

// The fault of a build that must fail, having left an older set as it was.
Fault fault_of(const TempFolder& folder, BuildRequest request) {
  request.output = folder.path("older.wset");
  const BuildRequest older{request.output,
                           {folder.write("older.txt", md5(999) + "\n")},
                           "older",
                           SetType::known};
  EXPECT_TRUE(build_set(older));
  const std::string before = TempFolder::read(request.output);
  const auto built = build_set(request);
  EXPECT_FALSE(built);
  EXPECT_EQ(TempFolder::read(request.output), before);
  EXPECT_FALSE(std::filesystem::exists(request.output + ".new"));
  return built ? Fault{} : built.error();
}

Fault fault_of_list(std::string_view list) {
  const TempFolder folder;
  return fault_of(folder, request_for(folder, list));
}

TEST(Build, EveryFormatIsReadThrough) {
  const TempFolder folder;
  const std::vector<std::string> lists = {
      md5(1) + "  a.jpg\n",
      "SHA1 (b.jpg) = " + sha1(2) + "\r\n",
      sha256(3) + "\n",
      "%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,filename\n1," + md5(4) + "," + sha1(4) +
          ",d.jpg\n",
      "name,md5,category\ne.jpg," + md5(5) + ",2\n",
  };
  BuildRequest request{folder.path("set.wset"), {}, "all formats", SetType::notable};
  for (std::size_t i = 0; i < lists.size(); ++i) {
    request.sources.push_back(folder.write("list" + std::to_string(i), lists[i]));
  }
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_EQ(report->entries, 5u);
  std::vector<std::string> formats;
  for (const BuildReport::Source& source : report->sources) {
    formats.push_back(source.format);
    EXPECT_EQ(source.rows, 1u) << source.path;
  }
  EXPECT_EQ(formats, (std::vector<std::string>{"md5sum", "bsd", "bare digests",
                                               "hashdeep", "csv"}));
  const auto set = open_set(request.output);
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_EQ(set->name(), "all formats");
  EXPECT_EQ(set->type(), SetType::notable);
  EXPECT_EQ(set->algorithms(), AlgorithmSet::all());
  EXPECT_EQ(set->digest_count(Algorithm::md5), 3u);
  EXPECT_EQ(set->digest_count(Algorithm::sha1), 2u);
  EXPECT_EQ(set->digest_count(Algorithm::sha256), 1u);
  const std::vector<Digest> one_of_each = {
      invented(Algorithm::md5, 1), invented(Algorithm::sha1, 2),
      invented(Algorithm::sha256, 3), invented(Algorithm::sha1, 4),
      invented(Algorithm::md5, 5)};
  for (std::size_t i = 0; i < one_of_each.size(); ++i) {
    const auto found = set->find(one_of_each[i]);
    ASSERT_TRUE(found && *found);
    const auto entry = set->entry(**found);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->source, "list" + std::to_string(i));
    EXPECT_EQ(entry->code, i == 4 ? std::optional<std::int64_t>(2) : std::nullopt);
  }
}

TEST(Build, SameListsGiveTheSameBytes) {
  const std::string list = "md5,sha1,category,label\n" + md5(1) + "," + sha1(1) +
                           ",1,x\n" + md5(2) + ",,,\n";
  const TempFolder here;
  const TempFolder there;
  ASSERT_TRUE(build_set(request_for(here, list)));
  ASSERT_TRUE(build_set(request_for(there, list)));
  const std::string bytes = TempFolder::read(here.path("set.wset"));
  EXPECT_EQ(bytes, TempFolder::read(there.path("set.wset")));
  // And again over the first, whatever that held.
  ASSERT_TRUE(build_set(request_for(here, list)));
  EXPECT_EQ(bytes, TempFolder::read(here.path("set.wset")));
}

TEST(Build, TheIdIsOfNameTypeAndContent) {
  const TempFolder folder;
  std::set<std::string> ids;
  const auto id_of = [&](const BuildRequest& request) {
    EXPECT_TRUE(build_set(request));
    const auto set = open_set(request.output);
    EXPECT_TRUE(set);
    EXPECT_TRUE(set->verify());
    EXPECT_EQ(set->id().size(), 64u);
    return set->id();
  };
  BuildRequest request = request_for(folder, md5(1) + "\n");
  const std::string first = id_of(request);
  EXPECT_EQ(id_of(request), first);
  ids.insert(first);
  request.type = SetType::ignore;
  ids.insert(id_of(request));
  request.name = "another";
  ids.insert(id_of(request));
  request.sources = {folder.write("list", md5(2) + "\n")};
  ids.insert(id_of(request));
  EXPECT_EQ(ids.size(), 4u);
}

TEST(Build, WhatIsLeftOutIsCountedAndShown) {
  const TempFolder folder;
  const std::string list = md5(1) + "\n" + md5(1) + "\nbad one\nbad \x1B two\n" +
                           std::string(128, 'a') + "\n" + md5(2) + "\n" + md5(3) +
                           "\n" + "d41d8cd98f00b204e9800998ecf8427e\n" +
                           "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709\n" +
                           empty_digest(Algorithm::sha256).hex() + "\n";
  const BuildRequest request = request_for(folder, list);
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_EQ(report->entries, 3u);
  EXPECT_EQ(report->duplicates, 1u);
  EXPECT_EQ(report->empty_file_rows, 3u);
  EXPECT_EQ(report->sources.at(0).rows, 10u);
  ASSERT_EQ(report->rejections.size(), 2u);
  EXPECT_EQ(report->rejections[0].reason, to_string(RowReason::not_a_digest));
  EXPECT_EQ(report->rejections[0].count, 2u);
  EXPECT_EQ(report->rejections[0].first, request.sources[0] + ":3: bad one");
  EXPECT_EQ(report->rejections[1].reason, "algorithm not used");
  EXPECT_EQ(report->rejections[1].count, 1u);
  // The control character of the fourth line reaches no terminal.
  const auto fault = fault_of_list("bad \x1B two\n" + md5(1) + "\nbad\n");
  EXPECT_NE(fault.what.find("bad \\x1b two"), std::string::npos) << fault.what;
}

TEST(Build, NoEmptyDigestCanBeFound) {
  const TempFolder folder;
  const auto set = built_set(folder, md5(1) + "\nd41d8cd98f00b204e9800998ecf8427e\n");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->entry_count(), 1u);
  EXPECT_FALSE(set->find(empty_digest(Algorithm::md5))->has_value());
}

TEST(Build, ARowThatIsHalfAnEmptyFileIsAContradiction) {
  const TempFolder folder;
  const auto report = build_set(
      request_for(folder, "md5,sha1\n" + md5(1) + "," + sha1(1) + "\n" + md5(2) + "," +
                              empty_digest(Algorithm::sha1).hex() + "\n"));
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_EQ(report->entries, 1u);
  EXPECT_EQ(report->empty_file_rows, 0u);
  ASSERT_EQ(report->rejections.size(), 1u);
  EXPECT_EQ(report->rejections[0].reason, to_string(RowReason::contradiction));
}

TEST(Build, CategoriesThatContradictAreKeptAndCounted) {
  const TempFolder folder;
  const BuildRequest request = request_for(
      folder, "md5,category\n" + md5(1) + ",2\n" + md5(1) + ",\n" + md5(1) + ",1\n" +
                  md5(1) + ",2\n" + md5(2) + ",\n" + md5(2) + ",7\n");
  const auto report = build_set(request);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->entries, 5u);
  EXPECT_EQ(report->duplicates, 1u);
  EXPECT_EQ(report->conflicts, 1u);
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  // Without a profile that ranks them the lowest code is the one that is shown.
  EXPECT_EQ(set->entry(set->find(invented(Algorithm::md5, 1))->value())->code, 1);
  EXPECT_EQ(set->entry(set->find(invented(Algorithm::md5, 2))->value())->code, 7);
}

// Codes 1 and 2 are hits, 2 the more severe; 3 is none.
constexpr char kInventedProfile[] =
    R"({"profile_id": "invented", "region": "none", "source_ref": "this test",
        "version": "7", "entries": [
        {"code": 1, "label": "one", "severity_rank": 2, "notable": true,
         "counts_as_hit": true},
        {"code": 2, "label": "two", "severity_rank": 1, "notable": true,
         "counts_as_hit": true},
        {"code": 3, "label": "three", "severity_rank": 3, "notable": false,
         "counts_as_hit": false}]})";

TEST(Build, TheProfileSaysWhatIsShownAndWhatIsNoHit) {
  const TempFolder folder;
  const std::string profile = folder.write("profile.json", kInventedProfile);
  const auto media = [&](std::uint64_t number, int code) {
    return "{\"MD5\":\"" + md5(number) + "\",\"Category\":" + std::to_string(code) +
           "}";
  };
  BuildRequest request = request_for(
      folder,
      "{\"@odata.context\":\"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/"
      "2.0.xml/CUSTOM/$metadata#Media\",\"value\":[" +
          media(1, 1) + "," + media(1, 2) + "," + media(1, 3) + "," + media(2, 3) +
          "," + media(3, 9) + "]}");
  request.profile = profile;
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  const auto match_of = [&](std::uint64_t number) {
    return set->find(digests_of({invented(Algorithm::md5, number)}));
  };
  // Of three grades the most severe; that it has the number 2 does not matter.
  ASSERT_TRUE(match_of(1)->has_value());
  EXPECT_EQ(set->entry((*match_of(1))->entry)->label, "two");
  EXPECT_TRUE((*match_of(1))->counts_as_hit);
  ASSERT_TRUE(match_of(2)->has_value());
  EXPECT_FALSE((*match_of(2))->counts_as_hit);
  EXPECT_FALSE(set->entry((*match_of(2))->entry)->counts_as_hit);
  // A code that the profile does not know is taken for a hit.
  ASSERT_TRUE(match_of(3)->has_value());
  EXPECT_TRUE((*match_of(3))->counts_as_hit);
  EXPECT_NE(set->import_record_json().find("\"profile_id\":\"invented\""),
            std::string::npos);
}

SetEntry shown_entry(const HashSet& set, std::uint64_t number) {
  const auto found = set.find(invented(Algorithm::md5, number));
  EXPECT_TRUE(found && *found);
  return found && *found ? *set.entry(**found) : SetEntry{};
}

TEST(Build, TheOperatorsProfileGradesAListThatNamesNone) {
  const TempFolder folder;
  BuildRequest request = request_for(
      folder, "md5,category,label\n" + md5(1) + ",1,\n" + md5(1) + ",2,mine\n" +
                  md5(2) + ",3,three\n" + md5(3) + ",9,own\n" + md5(4) + ",8,\n" +
                  md5(5) + ",,\n" + md5(6) + ",in words,\n");
  request.profile = folder.write("profile.json", kInventedProfile);
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_TRUE(report->rejections.empty());
  ASSERT_EQ(report->remarks.size(), 1u);
  EXPECT_EQ(report->remarks[0].count, 2u);
  EXPECT_NE(report->remarks[0].reason.find("the profile does not list"),
            std::string::npos);
  EXPECT_EQ(report->remarks[0].first, request.sources[0] + ":5: " + md5(3) + ",9,own");
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  EXPECT_EQ(shown_entry(*set, 1).label, "two (the list says: mine)");
  EXPECT_EQ(shown_entry(*set, 1).profile, "invented");
  EXPECT_FALSE(shown_entry(*set, 2).counts_as_hit);
  EXPECT_EQ(shown_entry(*set, 2).label, "three");
  EXPECT_TRUE(shown_entry(*set, 3).counts_as_hit);
  EXPECT_EQ(shown_entry(*set, 3).label, "own");
  EXPECT_EQ(shown_entry(*set, 3).code, 9);
  EXPECT_EQ(shown_entry(*set, 5).profile, "");
  EXPECT_EQ(shown_entry(*set, 6).profile, "");
}

TEST(Build, CodesThatNoProfileExplainsAreKeptAndSaid) {
  const TempFolder folder;
  const BuildRequest request = request_for(
      folder, "md5,category\n" + md5(1) + ",1\n" + md5(2) + ",\n" + md5(3) + ",0\n");
  const auto report = build_set(request);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->remarks.size(), 1u);
  EXPECT_EQ(report->remarks[0].count, 2u);
  EXPECT_NE(report->remarks[0].reason.find("no profile explains"), std::string::npos);
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  EXPECT_EQ(shown_entry(*set, 3).code, 0);
  EXPECT_EQ(shown_entry(*set, 3).profile, "");
  EXPECT_NE(set->import_record_json().find("no profile explains"), std::string::npos);
}

// The list names the US; the profile for it is part of the program.
TEST(Build, AListOfTheUsIsGradedWithoutBeingTold) {
  const TempFolder folder;
  const BuildRequest request = request_for(
      folder,
      "{\"@odata.context\":\"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/"
      "2.0.xml/US/$metadata#Media\",\"value\":[{\"MD5\":\"" +
          md5(1) + "\",\"Category\":0},{\"MD5\":\"" + md5(1) +
          "\",\"Category\":1},{\"MD5\":\"" + md5(2) + "\",\"Category\":0},{\"MD5\":\"" +
          md5(3) + "\",\"Category\":77}]}");
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  ASSERT_EQ(report->remarks.size(), 1u);
  EXPECT_EQ(report->remarks[0].count, 1u);
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  // Zero is the lower code and the lesser grade.
  EXPECT_EQ(shown_entry(*set, 1).code, 1);
  EXPECT_TRUE(shown_entry(*set, 1).counts_as_hit);
  EXPECT_FALSE(shown_entry(*set, 2).counts_as_hit);
  EXPECT_TRUE(shown_entry(*set, 3).counts_as_hit);
  EXPECT_NE(set->import_record_json().find("\"profile_id\":\"US\""), std::string::npos);
}

TEST(Build, AValueLeftOutOfARowIsNoRowLeftOut) {
  const TempFolder folder;
  const BuildRequest request =
      request_for(folder, "md5,md4\n" + md5(1) + "," + md5(11) + "\n" + md5(2) + ",\n" +
                              md5(3) + "," + md5(13) + "\n");
  const auto report = build_set(request);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->rejections.empty());
  ASSERT_EQ(report->remarks.size(), 1u);
  EXPECT_EQ(report->remarks[0].count, 2u);
  EXPECT_EQ(report->remarks[0].reason, to_string(RowReason::unused_value));
}

TEST(Build, WhatContradictsWhatIsListedInAnyOrderOfTheSources) {
  const TempFolder folder;
  const std::string a =
      folder.write("a", "md5,sha1,category\n" + md5(1) + "," + sha1(1) + ",1\n" +
                            md5(2) + "," + sha1(2) + ",\n" + md5(3) + ",,\n");
  const std::string b = folder.write(
      "b", "md5,sha1,category\n" + md5(1) + "," + sha1(1) + ",2\n" + md5(2) + "," +
               sha1(3) + ",\n" + md5(3) + "," + sha1(4) + ",4\n");
  std::string first;
  for (const auto& sources : {std::vector{a, b}, std::vector{b, a}}) {
    const BuildRequest request{folder.path("set.wset"), sources, "n", SetType::notable};
    const auto report = build_set(request);
    ASSERT_TRUE(report) << report.error().line();
    EXPECT_EQ(report->conflicts, 1u);
    ASSERT_EQ(report->listed_conflicts.size(), 1u);
    const BuildReport::Conflict& conflict = report->listed_conflicts[0];
    EXPECT_EQ(conflict.algorithm, "md5");
    EXPECT_EQ(conflict.digest, md5(1));
    EXPECT_EQ(conflict.first.code, 1);
    EXPECT_EQ(conflict.first.source, "a");
    EXPECT_EQ(conflict.second.code, 2);
    EXPECT_EQ(conflict.second.source, "b");
    EXPECT_EQ(report->inconsistencies, 1u);
    ASSERT_EQ(report->listed_inconsistencies.size(), 1u);
    const BuildReport::Inconsistency& one = report->listed_inconsistencies[0];
    EXPECT_EQ(one.digest, md5(2));
    EXPECT_EQ(std::min(one.first, one.second), std::min(sha1(2), sha1(3)));
    EXPECT_NE(one.first_source, one.second_source);
    const std::string bytes = TempFolder::read(request.output);
    if (first.empty()) first = bytes;
    EXPECT_EQ(bytes, first);
    EXPECT_NE(bytes.find("\"conflicts_listed\""), std::string::npos);
  }
}

TEST(Build, WhatTheOperatorStatesIsKeptAndNoClockIsAsked) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, md5(1) + "\n");
  request.imported_at_utc = "2026-01-02T03:04:05Z";
  request.pdq_alert_distance = 31;
  ASSERT_TRUE(build_set(request));
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  EXPECT_NE(set->import_record_json().find("2026-01-02T03:04:05Z"), std::string::npos);
  EXPECT_NE(set->import_record_json().find("\"pdq_alert_distance\":31"),
            std::string::npos);
  request.pdq_alert_distance = 65;
  EXPECT_EQ(build_set(request).error().kind, FaultKind::usage);
}

// Several lists that overlap and contradict each other, in every order.
TEST(Build, TheOrderOfTheSourcesDoesNotMatter) {
  const TempFolder folder;
  std::vector<std::string> sources;
  for (std::uint64_t list = 0; list < 4; ++list) {
    std::string text = "md5,sha1,filesize,category,label\n";
    for (std::uint64_t i = 0; i < 4000; ++i) {
      const std::uint64_t number = (i * 7 + list * 1000) % 6000;
      text += md5(number) + "," + (number % 3 == 0 ? sha1(number) : "") + "," +
              std::to_string(number % 50) + "," + std::to_string((number + list) % 3) +
              ",label " + std::to_string(number % 5) + "\n";
    }
    text += list % 2 == 0 ? "not a row\n" : "short,,,,\n";
    sources.push_back(folder.write("list" + std::to_string(list), text));
  }
  std::sort(sources.begin(), sources.end());
  std::string first;
  do {
    BuildRequest request{folder.path("set.wset"), sources, "n", SetType::known};
    request.memory_bytes = kTestMemory;
    ASSERT_TRUE(build_set(request));
    const std::string bytes = TempFolder::read(request.output);
    if (first.empty()) first = bytes;
    ASSERT_EQ(bytes, first);
  } while (std::next_permutation(sources.begin(), sources.end()));
  // Nor does the memory.
  BuildRequest request{folder.path("set.wset"), sources, "n", SetType::known};
  ASSERT_TRUE(build_set(request));
  EXPECT_EQ(TempFolder::read(request.output), first);
}

TEST(Build, LabelsAndNamesAreFitToPrint) {
  const TempFolder folder;
  BuildRequest request =
      request_for(folder, "md5,label\n" + md5(1) + ",\"a\nb\x1B[2J\xFF\"\n");
  request.name = "n\x07";
  std::filesystem::rename(request.sources[0], folder.path("li\nst"));
  request.sources[0] = folder.path("li\nst");
  ASSERT_TRUE(build_set(request));
  const auto set = open_set(request.output);
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_EQ(set->entry(0)->label, "a\\x0ab\\x1b[2J\\xff");
  EXPECT_EQ(set->entry(0)->source, "li\\x0ast");
  EXPECT_EQ(set->name(), "n\\x07");
}

TEST(Build, DuplicatesAcrossSourcesKeepTheFirst) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, md5(1) + "\n");
  request.sources.push_back(folder.write("second", md5(1) + "\n" + md5(2) + "\n"));
  const auto report = build_set(request);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->duplicates, 1u);
  const auto set = open_set(request.output);
  EXPECT_EQ(set->entry(0)->source, "list");
  EXPECT_EQ(set->entry(1)->source, "second");
}

TEST(Build, ListsThatCannotBeBelievedAreFaults) {
  EXPECT_EQ(fault_of_list("").kind, FaultKind::unsupported);
  EXPECT_EQ(fault_of_list("holiday pictures\n").kind, FaultKind::unsupported);
  EXPECT_EQ(fault_of_list(std::string("\xFF\xD8\xFF\xE0\0\x10JFIF", 10)).kind,
            FaultKind::unsupported);
  const Fault mostly = fault_of_list(md5(1) + "\nx\ny\n");
  EXPECT_EQ(mostly.kind, FaultKind::malformed);
  EXPECT_EQ(mostly.place.substr(mostly.place.size() - 6), "list:2");
  const Fault unused = fault_of_list(std::string(128, 'a') + "\n");
  EXPECT_EQ(unused.kind, FaultKind::malformed);
  EXPECT_NE(unused.what.find("algorithm not used"), std::string::npos) << unused.what;
  const Fault empties = fault_of_list("d41d8cd98f00b204e9800998ecf8427e  nothing\n");
  EXPECT_NE(empties.what.find("only empty files"), std::string::npos) << empties.what;
  const Fault header = fault_of_list("name,md5\n");
  EXPECT_NE(header.what.find("no rows"), std::string::npos) << header.what;
}

TEST(Build, HalfOfAListMayBeBad) {
  const TempFolder folder;
  EXPECT_TRUE(build_set(request_for(folder, md5(1) + "\nx\n")));
  EXPECT_TRUE(build_set(request_for(folder, "x\n" + md5(1) + "\ny\n" + md5(2) + "\n")));
}

TEST(Build, AListCutOffLeavesTheOldSet) {
  const Fault fault =
      fault_of_list(md5(1) + "\n" + md5(2) + "\n" + md5(3).substr(0, 20));
  EXPECT_EQ(fault.kind, FaultKind::truncated);
  EXPECT_NE(fault.what.find("truncated at line 3"), std::string::npos) << fault.what;
}

TEST(Build, SourcesThatAreNoFilesAreFaults) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, md5(1) + "\n");
  request.sources.push_back(folder.path(""));
  const Fault is_folder = fault_of(folder, request);
  EXPECT_EQ(is_folder.kind, FaultKind::usage);
  EXPECT_NE(is_folder.what.find("is a folder, not a hash list"), std::string::npos);
  request.sources.back() = folder.path("nowhere");
  const Fault missing = fault_of(folder, request);
  EXPECT_EQ(missing.kind, FaultKind::missing);
  EXPECT_EQ(missing.place, folder.path("nowhere"));
}

TEST(Build, ReadsAPipe) {
  const TempFolder folder;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const Fd from(ends[0]);
  std::thread writer([to = ends[1]] {
    const std::string list = md5(1) + "\n";
    EXPECT_EQ(::write(to, list.data(), list.size()), static_cast<ssize_t>(list.size()));
    ::close(to);
  });
  BuildRequest request = request_for(folder, "");
  request.sources = {"/dev/fd/" + std::to_string(from.get())};
  const auto report = build_set(request);
  writer.join();
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_EQ(report->entries, 1u);
}

TEST(Build, NothingButASetIsWrittenOver) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, md5(1) + "\n");
  const std::string list = request.sources[0];
  for (const std::string& output : {list, folder.path(""), std::string("/dev/null")}) {
    request.output = output;
    const auto built = build_set(request);
    ASSERT_FALSE(built) << output;
    EXPECT_EQ(built.error().kind, FaultKind::usage);
    EXPECT_EQ(built.error().place, output);
  }
  EXPECT_EQ(TempFolder::read(list), md5(1) + "\n");
  request.output = folder.write("empty.wset", "");  // as mktemp makes it
  EXPECT_TRUE(build_set(request));
}

TEST(Build, RequestsThatMakeNoSenseAreFaults) {
  const TempFolder folder;
  const BuildRequest good = request_for(folder, md5(1) + "\n");
  BuildRequest request = good;
  request.sources.clear();
  EXPECT_EQ(build_set(request).error().kind, FaultKind::usage);
  request = good;
  request.name.clear();
  EXPECT_EQ(build_set(request).error().kind, FaultKind::usage);
  request = good;
  request.output.clear();
  EXPECT_EQ(build_set(request).error().kind, FaultKind::usage);
  request = good;
  request.output = folder.path("no/such/folder.wset");
  EXPECT_FALSE(build_set(request));
}

TEST(Build, SetsAreToldFromLists) {
  const TempFolder folder;
  const BuildRequest request = request_for(folder, md5(1) + "\n");
  ASSERT_TRUE(build_set(request));
  EXPECT_TRUE(looks_like_wset(bytes_in(request.output)));
  EXPECT_FALSE(looks_like_wset(bytes_in(request.sources[0])));
  EXPECT_FALSE(looks_like_wset(Bytes()));
}

// Lists damaged in every manner: a fault, or a report in which every row is accounted
// for.
TEST(Build, TheBooksAlwaysBalance) {
  constexpr unsigned kSeed = 31337;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  const std::vector<std::string> lists = {
      md5(1) + "  a\n" + md5(2) + " *b\n\\" + md5(3) + "  c\\n\n# d\n" + md5(1) +
          "  e\n",
      "SHA1 (a) = " + sha1(1) + "\nMD5 (b) = " + md5(2) +
          "\nSHA256 (c) = " + sha256(3) + "\n",
      md5(1) + "\n" + sha1(2) + "\n" + sha256(3) + "\n" + std::string(128, 'a') + "\n",
      "%%%% HASHDEEP-1.0\n%%%% size,md5,tiger,filename\n1," + md5(4) + ",00,d\n2," +
          md5(5) + ",00,e,f\n",
      "name,md5,sha1,category\n\"e,\n\"," + md5(5) + ",,2\n\"f\"\"\"," + md5(6) + "," +
          sha1(6) + ",x\n",
  };
  std::mt19937 random(kSeed);
  const TempFolder folder;
  int built = 0;
  for (int round = 0; round < 400; ++round) {
    std::string list = lists[random() % lists.size()];
    for (unsigned n = random() % 4; n > 0; --n) {
      const std::size_t at = random() % list.size();
      const char bytes[] = {'\n', '"', ',', '\0',
                            '\r', ' ', 'f', static_cast<char>(random())};
      const char byte = bytes[random() % sizeof(bytes)];
      if (random() % 2 == 0) list[at] = byte;
      if (random() % 4 == 0) list.insert(at, 1, byte);
      if (random() % 8 == 0) list.resize(at + 1);
    }
    const auto report = build_set(request_for(folder, list));
    if (!report) continue;
    ++built;
    std::uint64_t accounted =
        report->entries + report->duplicates + report->empty_file_rows;
    for (const BuildReport::Rejection& rejection : report->rejections) {
      accounted += rejection.count;
    }
    ASSERT_EQ(report->sources.at(0).rows, accounted) << list;
    ASSERT_GT(report->entries, 0u) << list;
  }
  EXPECT_GT(built, 100);
  EXPECT_LT(built, 400);
}

TEST(Build, JsonListsNameTheByteOfWhatTheyLeaveOut) {
  const TempFolder folder;
  const std::string list =
      R"({"odata.metadata":"http://x/DataModels/1.3.xml#Media",)"
      R"("value":[{"MD5":")" +
      invented_hex(Algorithm::md5, 1) + R"(","Category":4},{"MD5":")" +
      invented_hex(Algorithm::md5, 2) + R"(","Category":"x\u001by"}]})";
  const BuildRequest request = request_for(folder, list);
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_EQ(report->sources[0].format, "vics");
  EXPECT_EQ(report->sources[0].rows, 2u);
  ASSERT_EQ(report->rejections.size(), 1u);
  EXPECT_EQ(report->rejections[0].reason, "category is not a whole number");
  EXPECT_EQ(report->rejections[0].first, request.sources[0] + ": byte " +
                                             std::to_string(list.rfind("{\"MD5")) +
                                             ": x\\x1by");
  const auto set = open_set(request.output);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->entry(0)->profile, "VICS 1.3");
  ASSERT_EQ(report->remarks.size(), 1u);
  EXPECT_NE(report->remarks[0].reason.find("no profile explains"), std::string::npos);
}

TEST(Build, AProfileThatIsNoneIsAFaultBeforeAnyListIsRead) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, "");
  request.profile = folder.path("none.json");
  const auto report = build_set(request);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().place, request.profile);
  EXPECT_NE(report.error().what.find("category profile"), std::string::npos);
}

}  // namespace
}  // namespace winnow
