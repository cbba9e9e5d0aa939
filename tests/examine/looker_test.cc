#include "scanner/examine/looker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scanner/examine/containers/container.h"
#include "tests/examine/examined_files.h"
#include "tests/examine/stored_zip.h"

namespace winnow {
namespace {

// Places that were marked, in order.
class Marks final : public WorkMarks {
 public:
  void begin(const WorkPlace& place) override { places.push_back(place); }
  void end() override { ++ends; }
  std::vector<WorkPlace> places;
  std::size_t ends = 0;
};

class LookerTest : public ::testing::Test {
 protected:
  LookerTest() : files_(4096) { prepare_containers(); }

  OutcomeRecord look(const std::string& content) {
    const FileId id = files_.add_resident(content);
    const FolderIndex folders(files_.inventory);
    SeenPictures seen;
    KnownClasses known_classes;
    const Exhibit exhibit = files_.exhibit();
    Looker looker(exhibit, folders, sets_, rules_, AlgorithmSet::all(), seen,
                  known_classes, marks_);
    OutcomeRecord outcome;
    outcome.file = id;
    outcome.outcome = FileOutcome::hashed;
    for (const Algorithm a : kAlgorithms) {
      outcome.digests.set(digest_of(a, bytes_of(content)));
    }
    const auto looked = looker.look(files_.inventory.files[id], nullptr, outcome);
    EXPECT_TRUE(looked) << looked.error().line();
    EXPECT_EQ(marks_.places.size(), marks_.ends);
    return outcome;
  }

  ExaminedFiles files_;
  std::vector<HashSet> sets_;
  LookRules rules_;
  Marks marks_;
};

TEST_F(LookerTest, WhatIsNothingInParticularIsLeftAlone) {
  const OutcomeRecord outcome = look("plain words");
  EXPECT_FALSE(outcome.look);
  EXPECT_TRUE(outcome.members.empty());
}

TEST_F(LookerTest, MembersAreDigestedHoweverDeep) {
  const std::string inner = zip_of({{"deep/c.txt", "charlie"}});
  const OutcomeRecord outcome =
      look(zip_of({{"a.txt", "alpha"}, {"inner.zip", inner}, {"b.txt", "bravo"}}));
  ASSERT_TRUE(outcome.look);
  EXPECT_EQ(outcome.look->outcome, FileOutcome::hashed);
  std::vector<std::string> paths;
  for (const MemberRecord& member : outcome.members) paths.push_back(member.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"a.txt", "inner.zip",
                                             "inner.zip//deep/c.txt", "b.txt"}));
  EXPECT_EQ(outcome.members[2].digests.get(Algorithm::sha256),
            digest_of(Algorithm::sha256, bytes_of("charlie")));
  EXPECT_EQ(outcome.members[2].size, 7u);
}

// By a method that no zip has.
TEST_F(LookerTest, AMemberInAWayThatIsNotReadIsAGap) {
  std::string zip = zip_of({{"a.txt", "alpha"}, {"b.txt", "bravo"}});
  zip[8] = zip[zip.find("PK\x01\x02") + 10] = 90;
  const OutcomeRecord outcome = look(zip);
  ASSERT_EQ(outcome.members.size(), 2u);
  EXPECT_EQ(outcome.members[0].outcome, FileOutcome::unsupported);
  EXPECT_FALSE(outcome.members[0].reason.empty());
  EXPECT_EQ(outcome.members[0].digests, Digests());
  EXPECT_EQ(outcome.members[1].outcome, FileOutcome::hashed);
  EXPECT_EQ(outcome.look->outcome, FileOutcome::hashed);
}

TEST_F(LookerTest, APictureOfAKindThatNobodyDecodesIsAGap) {
  rules_.takes_pictures = true;
  // A Photoshop picture of floating point numbers.
  std::string psd("8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x08\0\0\0\x08\0\x20\0\x03", 26);
  psd += std::string(12, '\0') + std::string("\0\0", 2) + std::string(768, '\0');
  const OutcomeRecord outcome = look(psd);
  ASSERT_TRUE(outcome.look);
  EXPECT_EQ(outcome.look->outcome, FileOutcome::unsupported) << outcome.look->reason;
  const OutcomeRecord broken = look(psd.substr(0, 30));
  ASSERT_TRUE(broken.look);
  EXPECT_EQ(broken.look->outcome, FileOutcome::skipped) << broken.look->reason;
}

TEST_F(LookerTest, ADiskInAContainerOfItsOwnIsAGap) {
  const OutcomeRecord outcome =
      look(std::string("EVF\x09\r\n\xFF\0", 8) + std::string(100'000, 'x'));
  ASSERT_TRUE(outcome.look);
  EXPECT_EQ(outcome.look->outcome, FileOutcome::unsupported);
  EXPECT_TRUE(outcome.members.empty());
}

TEST_F(LookerTest, EveryMemberIsMarkedByItsNumber) {
  look(zip_of({{"a.txt", "alpha"}, {"b.txt", "bravo"}}));
  std::vector<std::uint32_t> members;
  for (const WorkPlace& place : marks_.places) {
    if (place.step == WorkStep::look) members.push_back(looked_member(place));
  }
  EXPECT_EQ(members, (std::vector<std::uint32_t>{0, 1, 0, 2, 0}));
}

TEST_F(LookerTest, WhatIsBarredIsNotRead) {
  rules_.barred[look_number(0, 1)] = "the worker died of it";
  const OutcomeRecord outcome = look(zip_of({{"a.txt", "alpha"}, {"b.txt", "bravo"}}));
  EXPECT_EQ(outcome.members[0].outcome, FileOutcome::failed);
  EXPECT_EQ(outcome.members[0].reason, "the worker died of it");
  EXPECT_EQ(outcome.members[0].digests, Digests());
  EXPECT_EQ(outcome.members[1].outcome, FileOutcome::hashed);
}

TEST_F(LookerTest, NothingIsLookedAtWhereAllOfItIsBarred) {
  rules_.barred[look_number(0, kWholeLook)] = "the worker died of it";
  const OutcomeRecord outcome = look(zip_of({{"a.txt", "alpha"}}));
  ASSERT_TRUE(outcome.look);
  EXPECT_EQ(outcome.look->outcome, FileOutcome::failed);
  EXPECT_TRUE(outcome.members.empty());
}

TEST_F(LookerTest, WhatLiesBesideAnyOfItsNamesLiesBesideIt) {
  const auto put = [this](const std::string& path, const std::string& content,
                          FileId same_as = kNoFile) {
    const FileId id = files_.add_resident(content);
    FileRecord file = files_.inventory.files[id];
    file.path = path;
    file.same_content_as = same_as;
    files_.inventory.files.replace(id, file);
    return id;
  };
  const FileId first = put("/volume-0/a/one.db", "base");
  put("/volume-0/a/data_0", "of a");
  put("/volume-0/b/data_0", "of b");
  put("/volume-0/b/data_1", "more");
  put("/volume-0/b/two.db", "", first);
  put("/volume-0/b/two.db-wal", "log");
  put("/volume-0/a/two.db-journal", "not its own");
  const FolderIndex folders(files_.inventory);
  const Exhibit exhibit = files_.exhibit();
  ContentReader reader(exhibit);
  const std::vector<FileId> names = folders.names_of(first);
  EXPECT_EQ(names, (std::vector<FileId>{first, first + 4}));
  FileSiblings siblings(exhibit, folders, reader, names);
  const auto text = [](const std::unique_ptr<Content>& content) {
    return content == nullptr ? "none" : std::string(text_of(content->in_memory()));
  };
  EXPECT_EQ(text(siblings.open_called("-wal")), "log");
  EXPECT_EQ(text(siblings.open_called("-journal")), "none");
  EXPECT_EQ(text(siblings.open("data_0")), "of a");
  EXPECT_EQ(text(siblings.open("data_1")), "more");
}

TEST_F(LookerTest, DepthEndsSomewhere) {
  rules_.limits.depth = 3;
  std::string content = "core";
  for (int i = 0; i < 6; ++i) content = zip_of({{std::to_string(i) + ".zip", content}});
  const OutcomeRecord outcome = look(content);
  EXPECT_EQ(outcome.members.size(), 3u);
  ASSERT_TRUE(outcome.members.back().look);
  EXPECT_EQ(outcome.members.back().look->outcome, FileOutcome::unvisited);
}

TEST_F(LookerTest, MembersBeyondTheLimitAreToldOf) {
  rules_.limits.members = 2;
  const OutcomeRecord outcome =
      look(zip_of({{"a", "alpha"}, {"b", "bravo"}, {"c", "charlie"}}));
  EXPECT_EQ(outcome.members.size(), 2u);
  EXPECT_EQ(outcome.look->outcome, FileOutcome::unvisited);
  EXPECT_FALSE(outcome.look->reason.empty());
}

TEST_F(LookerTest, WhatExpandsWithoutEndIsStopped) {
  rules_.limits.expanded_bytes = 1000;
  rules_.limits.expanded_ratio = 0;
  const OutcomeRecord outcome = look(
      zip_of({{"a", std::string(900, 'x')}, {"b", std::string(900, 'y')}, {"c", "z"}}));
  ASSERT_EQ(outcome.members.size(), 2u);
  EXPECT_EQ(outcome.members[0].outcome, FileOutcome::hashed);
  EXPECT_EQ(outcome.members[1].outcome, FileOutcome::unvisited);
  EXPECT_EQ(outcome.members[1].digests, Digests());  // those of a part say nothing
  EXPECT_EQ(outcome.look->outcome, FileOutcome::unvisited);
}

TEST_F(LookerTest, ALargeMemberIsDigestedButNotLookedInto) {
  rules_.limits.member_bytes = 10'000;
  const std::string inner = zip_of({{"c", std::string(20'000, 'x')}});
  const OutcomeRecord outcome = look(zip_of({{"inner.zip", inner}}));
  ASSERT_EQ(outcome.members.size(), 1u);
  EXPECT_EQ(outcome.members[0].digests.get(Algorithm::md5),
            digest_of(Algorithm::md5, bytes_of(inner)));
  ASSERT_TRUE(outcome.members[0].look);
  EXPECT_EQ(outcome.members[0].look->outcome, FileOutcome::unvisited);
}

TEST_F(LookerTest, ADamagedZipGivesWhatItCan) {
  const std::string zip = zip_of({{"a", "alpha"}, {"b", std::string(5000, 'b')}});
  const OutcomeRecord outcome = look(zip.substr(0, 1000));
  ASSERT_GE(outcome.members.size(), 1u);
  EXPECT_EQ(outcome.members[0].outcome, FileOutcome::hashed);
  const bool is_told = outcome.look->outcome == FileOutcome::failed ||
                       !outcome.look->notes.empty() ||
                       outcome.members.back().outcome == FileOutcome::failed;
  EXPECT_TRUE(is_told);
}

// Of what breaks off there are no digests: two such are not the same content.
TEST_F(LookerTest, DamagedContainersWithinEachOtherAreEachLookedInto) {
  const std::string inner =
      zip_of({{"a", "alpha"}, {"junk", std::string(20'000, 'x')}});
  const std::string zip = zip_of({{"mid.zip", zip_of({{"inner.zip", inner}})}});
  const OutcomeRecord outcome = look(zip.substr(0, 5000));
  const auto met = std::find_if(
      outcome.members.begin(), outcome.members.end(),
      [](const MemberRecord& one) { return one.path == "mid.zip//inner.zip//a"; });
  ASSERT_NE(met, outcome.members.end());
  EXPECT_EQ(met->digests.get(Algorithm::sha256),
            digest_of(Algorithm::sha256, bytes_of("alpha")));
}

}  // namespace
}  // namespace winnow
