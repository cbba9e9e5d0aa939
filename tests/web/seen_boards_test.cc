#include "drivers/web/seen_boards.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

RankedExhibit exhibit(const std::string& ref, std::uint32_t rank, Lane lane) {
  RankedExhibit one;
  one.ref = ref;
  one.rank = rank;
  one.lane = lane;
  one.band = Band::no_match;
  return one;
}

CaseSnapshot board(std::vector<RankedExhibit> waiting) {
  CaseSnapshot snapshot;
  snapshot.ranking.waiting = std::move(waiting);
  return snapshot;
}

class SeenBoardsTest : public testing::Test {
 protected:
  [[nodiscard]] SeenBoards boards(const std::string& case_path = "/case") const {
    return {folder_.path("state"), case_path};
  }
  TempFolder folder_;
};

TEST_F(SeenBoardsTest, SayWhatIsOtherSince) {
  const CaseSnapshot before = board(
      {exhibit("a", 1, Lane::B), exhibit("b", 2, Lane::C), exhibit("c", 3, Lane::D)});
  EXPECT_TRUE(boards().changes("V. Viewer", before).empty());  // never marked
  ASSERT_TRUE(boards().mark("V. Viewer", before));
  EXPECT_TRUE(boards().changes("V. Viewer", before).empty());

  RankedExhibit urgent = exhibit("b", 1, Lane::A);
  urgent.band = Band::match;
  urgent.lane_reasons = {"immediate risk"};
  urgent.reasons = {{"1 listed file met", 60}};
  urgent.score = 60;
  RankedExhibit given = exhibit("c", 3, Lane::D);
  given.facts.disposition = Disposition::triaged;
  given.is_overdue = true;
  const CaseSnapshot after =
      board({urgent, exhibit("a", 2, Lane::B), given, exhibit("d", 4, Lane::D)});
  const ChangesByRef changes = boards().changes("V. Viewer", after);
  EXPECT_EQ(changes.count("a"), 0u);  // that others moved is no change of its own
  EXPECT_EQ(changes.at("b"),
            (std::vector<std::string>{"lane C to A",
                                      std::string(words_of(Band::no_match)) +
                                          ", now: " + words_of(Band::match),
                                      "immediate risk", "+60 1 listed file met"}));
  EXPECT_EQ(changes.at("c"),
            (std::vector<std::string>{"received, now triaged", "overdue now"}));
  EXPECT_EQ(changes.at("d"), std::vector<std::string>{"new on the board"});
}

TEST_F(SeenBoardsTest, AreEachViewersAndEachCasesOwn) {
  const CaseSnapshot before = board({exhibit("a", 1, Lane::B)});
  const CaseSnapshot after = board({exhibit("a", 1, Lane::C)});
  ASSERT_TRUE(boards().mark("V. Viewer", before));
  EXPECT_EQ(boards().changes("v.  viewer", after).size(), 1u);  // one person
  EXPECT_TRUE(boards().changes("W. Watcher", after).empty());
  EXPECT_TRUE(boards("/other").changes("V. Viewer", after).empty());
  EXPECT_TRUE(boards().changes("", after).empty());
}

TEST_F(SeenBoardsTest, BearAFileThatIsDamaged) {
  const CaseSnapshot snapshot = board({exhibit("a", 1, Lane::B)});
  for (const char* text :
       {"", "{", "[7]", "[{}]", "{\"a\":1}", "[{\"exhibit\":\"a\",\"lane\":\"Z\"}]"}) {
    ASSERT_TRUE(boards().mark("V", snapshot));
    for (const auto& file :
         std::filesystem::directory_iterator(folder_.path("state/boards"))) {
      std::ofstream(file.path()) << text;
    }
    EXPECT_TRUE(boards().changes("V", snapshot).empty()) << text;
  }
}

TEST_F(SeenBoardsTest, SayThatTheyCannotBeKept) {
  const std::string file = folder_.write("file", "");
  SeenBoards nowhere(file, "/case");
  EXPECT_FALSE(nowhere.mark("V", board({})));
  SeenBoards none("", "/case");
  EXPECT_FALSE(none.mark("V", board({})));
}

}  // namespace
}  // namespace winnow
