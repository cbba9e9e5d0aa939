#include "drivers/store/content_links.h"

#include <gtest/gtest.h>

#include "tests/store/practice_case.h"

namespace winnow {
namespace {

// What lies where on an exhibit, and what sets say of it.
struct Seen {
  std::string path;
  std::string content;
  std::string type = "JPEG picture";
  std::uint8_t quality = 80;
  std::vector<MatchRecord> matches = {};
  AlgorithmSet digests = AlgorithmSet::all();
};

const MatchRecord kListed{0, 0, Algorithm::sha1, false, Tier::everything};
const MatchRecord kBenign{1, 0, Algorithm::sha1, false, Tier::everything};

Digests digests_of(const Seen& seen) {
  Digests digests;
  for (const Algorithm algorithm : kAlgorithms) {
    if (seen.digests.contains(algorithm)) {
      digests.set(digest_of(algorithm, bytes_of(seen.content)));
    }
  }
  return digests;
}

LookRecord look_of(const Seen& seen) {
  LookRecord look;
  look.type = seen.type;
  look.is_picture = seen.type.ends_with("picture");
  if (look.is_picture || seen.type == "video") {
    PictureRecord& picture = look.pictures.emplace_back();
    picture.quality = seen.quality;
  }
  return look;
}

class ContentLinks : public testing::Test {
 protected:
  void record(const std::string& ref, const std::vector<Seen>& all,
              const std::vector<Seen>& members = {}) {
    std::vector<Message> messages = {opened_image(), volume(0)};
    FileId id = 0;
    for (const Seen& seen : all) {
      FileRecord file = file_record(id++);
      file.path = seen.path;
      messages.emplace_back(FileFound{file});
    }
    messages.emplace_back(InventoryDone{id, 7, 0});
    messages.emplace_back(entry_met());
    for (id = 0; id < all.size(); ++id) {
      const Seen& seen = all[id];
      OutcomeRecord outcome = hashed(id);
      outcome.digests = digests_of(seen);
      outcome.matches = seen.matches;
      outcome.look = look_of(seen);
      if (!seen.matches.empty() && seen.matches[0].set == 0) {
        outcome.outcome = FileOutcome::matched;
      }
      if (id == 0) add_members(outcome, members);
      messages.emplace_back(OutcomeKnown{outcome});
    }
    practice.record(ref, messages);
  }
  static void add_members(OutcomeRecord& outcome, const std::vector<Seen>& members) {
    for (const Seen& seen : members) {
      MemberRecord& member = outcome.members.emplace_back();
      member.path = seen.path;
      member.size = 100;
      member.outcome = FileOutcome::hashed;
      member.digests = digests_of(seen);
      member.matches = seen.matches;
      member.look = look_of(seen);
    }
  }
  // "a:/path b:/path" of each link, in their order.
  std::vector<std::string> shown() {
    CaseStore store = practice.open_store();
    auto read = store.links();
    EXPECT_TRUE(read) << read.error().line();
    links = std::move(*read);
    std::vector<std::string> texts;
    for (const ContentLink& link : links) {
      std::string text;
      for (const LinkedPlaces& one : link.exhibits) {
        text += (text.empty() ? "" : " ") + one.exhibit + ":" + one.path;
        if (one.places > 1) text += "x" + std::to_string(one.places);
      }
      texts.push_back(text);
    }
    return texts;
  }
  using Texts = std::vector<std::string>;

  PracticeCase practice;
  std::vector<ContentLink> links;
};

TEST_F(ContentLinks, TheSameUnknownPictureOnTwoExhibitsIsSeen) {
  record("a", {{"/volume-0/x.jpg", "one"}, {"/volume-0/y.jpg", "two"}});
  record("b", {{"/volume-3/z.jpg", "one"}, {"/volume-3/w.jpg", "three"}});
  EXPECT_EQ(shown(), Texts{"a:/volume-0/x.jpg b:/volume-3/z.jpg"});
  EXPECT_EQ(links[0].kind, LinkedKind::picture);
  EXPECT_EQ(links[0].standing, Standing::unknown);
  EXPECT_EQ(links[0].digest, digest_of(Algorithm::sha256, bytes_of("one")));
}

TEST_F(ContentLinks, CopiesOnOneExhibitAreNoLink) {
  record("a", {{"/volume-0/x.jpg", "one"}, {"/volume-0/y.jpg", "one"}});
  record("b", {{"/volume-0/z.jpg", "two"}});
  EXPECT_EQ(shown(), Texts{});
  record("c", {{"/volume-0/z.jpg", "one"}});
  EXPECT_EQ(shown(), Texts{"a:/volume-0/x.jpgx2 c:/volume-0/z.jpg"});
}

TEST_F(ContentLinks, MembersCountAsFilesDo) {
  record("a", {{"/volume-0/a.zip", "zip", "archive"}}, {{"in/x.jpg", "one"}});
  record("b", {{"/volume-0/z.jpg", "one"}});
  EXPECT_EQ(shown(), Texts{"a:/volume-0/a.zip//in/x.jpg b:/volume-0/z.jpg"});
}

TEST_F(ContentLinks, WhatIsNotWorthShowingIsLeftOut) {
  const std::vector<Seen> all = {
      {"/volume-0/benign.jpg", "one", "JPEG picture", 80, {kBenign}},
      {"/volume-0/even.jpg", "two", "JPEG picture", 49},
      {"/volume-0/letter", "three", "archive"}};
  record("a", all);
  record("b", all);
  EXPECT_EQ(shown(), Texts{});
}

TEST_F(ContentLinks, WhatIsListedIsShownWhateverElseItIs) {
  const std::vector<Seen> all = {
      {"/volume-0/Windows/x.doc", "one", "archive", 0, {kListed, kBenign}},
      {"/volume-0/y.mp4", "two", "video", 60}};
  record("a", all);
  record("b", all);
  EXPECT_EQ(shown(), (Texts{"a:/volume-0/Windows/x.doc b:/volume-0/Windows/x.doc",
                            "a:/volume-0/y.mp4 b:/volume-0/y.mp4"}));
  EXPECT_EQ(links[0].standing, Standing::listed);
  EXPECT_EQ(links[0].kind, LinkedKind::other);
  EXPECT_EQ(links[1].standing, Standing::unknown);
  EXPECT_EQ(links[1].kind, LinkedKind::video);
}

// On the same path of a system on both; elsewhere it is somebody's.
TEST_F(ContentLinks, PicturesOfSystemsAreLeftOut) {
  const Seen wallpaper{"/volume-1/Windows/Web/a.jpg", "one"};
  const Seen holiday{"/volume-0/Users/x/Pictures/b.jpg", "two"};
  record("a", {wallpaper, holiday});
  record("b", {{"/volume-0/WINDOWS/Web/A.jpg", "one"}, holiday});
  const std::string both =
      "a:/volume-0/Users/x/Pictures/b.jpg b:/volume-0/Users/x/Pictures/b.jpg";
  EXPECT_EQ(shown(), Texts{both});
  // One person more has it, but no second one.
  record("c", {{"/volume-0/mine.jpg", "one"}});
  EXPECT_EQ(shown(), Texts{both});
  record("d", {{"/volume-0/Windows/hidden.jpg", "one"}});
  EXPECT_EQ(shown().size(), 2u);
}

TEST_F(ContentLinks, ThePathsOfSystems) {
  EXPECT_TRUE(is_system_path("/volume-12/Program Files (x86)/a/b.png"));
  EXPECT_TRUE(is_system_path("/usr/share/a.png"));
  EXPECT_TRUE(is_system_path("/volume-0/Users/Public/Pictures/a.jpg"));
  EXPECT_FALSE(is_system_path("/volume-0/Users/publica/a.jpg"));
  EXPECT_FALSE(is_system_path("/volume-0/home/usr/a.jpg"));
  EXPECT_FALSE(is_system_path("/volume-0/DCIM/windows/a.jpg"));
  EXPECT_FALSE(is_system_path("/volume-0"));
  EXPECT_FALSE(is_system_path(""));
}

// Exhibits that were scanned for other digests.
TEST_F(ContentLinks, TheStrongestDigestThatBothHaveCounts) {
  AlgorithmSet weak;
  weak.add(Algorithm::md5);
  Seen one{"/volume-0/x.jpg", "one"};
  record("a", {one});
  one.digests = weak;
  record("b", {one});
  EXPECT_EQ(shown(), Texts{"a:/volume-0/x.jpg b:/volume-0/x.jpg"});
  EXPECT_EQ(links[0].digest.algorithm, Algorithm::sha256);
  record("c", {one});
  EXPECT_EQ(shown(), Texts{"a:/volume-0/x.jpg b:/volume-0/x.jpg c:/volume-0/x.jpg"});
}

TEST_F(ContentLinks, WhatIsOnMostExhibitsComesFirst) {
  record("a", {{"/volume-0/x.jpg", "one"}, {"/volume-0/y.jpg", "two"}});
  record("b", {{"/volume-0/x.jpg", "one"}, {"/volume-0/y.jpg", "two"}});
  record("c", {{"/volume-0/x.jpg", "two"}});
  EXPECT_EQ(shown(), (Texts{"a:/volume-0/y.jpg b:/volume-0/y.jpg c:/volume-0/x.jpg",
                            "a:/volume-0/x.jpg b:/volume-0/x.jpg"}));
  const SharedPictures shared = shared_pictures(links);
  EXPECT_EQ(shared, (SharedPictures{{"a", {{"b", 2}, {"c", 1}}},
                                    {"b", {{"a", 2}, {"c", 1}}},
                                    {"c", {{"a", 1}, {"b", 1}}}}));
}

TEST_F(ContentLinks, ListedPicturesAreNoUnknownOnes) {
  const Seen listed{"/volume-0/x.jpg", "one", "JPEG picture", 80, {kListed}};
  record("a", {listed});
  record("b", {listed});
  EXPECT_EQ(shown().size(), 1u);
  EXPECT_EQ(links[0].kind, LinkedKind::picture);
  EXPECT_EQ(links[0].standing, Standing::listed);
  EXPECT_TRUE(shared_pictures(links).empty());
}

}  // namespace
}  // namespace winnow
