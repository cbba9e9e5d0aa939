#include "scanner/wire/messages.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <string>

#include "tests/wire/sample_messages.h"

namespace winnow {
namespace {

// Kind and body, without the length before them.
std::string frame_of(const Message& message) {
  std::string frame;
  encode(message, frame);
  EXPECT_EQ(le<std::uint32_t>(bytes_of(frame), 0), frame.size() - 4);
  return frame.substr(4);
}

std::string complaint(const std::string& frame) {
  const auto message = decode(bytes_of(frame));
  if (message) return "accepted";
  EXPECT_EQ(message.error().kind, FaultKind::malformed);
  return message.error().what;
}

void put_u32(std::string& frame, std::size_t at, std::uint32_t value) {
  ASSERT_LE(at + 4, frame.size());
  std::memcpy(frame.data() + at, &value, 4);
}

TEST(Messages, SamplesCoverEveryKind) {
  std::set<std::size_t> kinds;
  for (const Message& message : sample_messages()) kinds.insert(message.index());
  EXPECT_EQ(kinds.size(), std::variant_size_v<Message>);
}

TEST(Messages, EveryKindSurvivesTheRoundTrip) {
  for (const Message& message : sample_messages()) {
    const std::string frame = frame_of(message);
    const auto again = decode(bytes_of(frame));
    ASSERT_TRUE(again) << "kind " << message.index() << ": " << again.error().what;
    EXPECT_EQ(again->index(), message.index());
    EXPECT_EQ(frame_of(*again), frame) << "kind " << message.index();
  }
}

TEST(Messages, MembersArriveAsTheyWere) {
  OutcomeRecord outcome;
  MemberRecord member;
  member.path = "disk.dd//volume-0/a.jpg";
  member.outcome = FileOutcome::unsupported;
  member.reason = "not read";
  member.allocated = false;
  member.uncertain = true;
  member.look = LookRecord{};
  member.look->outcome = FileOutcome::unsupported;
  outcome.members = {member};
  const auto decoded = decode(bytes_of(frame_of(OutcomeKnown{outcome})));
  ASSERT_TRUE(decoded);
  const auto& again = std::get<OutcomeKnown>(*decoded).outcome.members;
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].outcome, FileOutcome::unsupported);
  EXPECT_FALSE(again[0].allocated);
  EXPECT_TRUE(again[0].uncertain);
  ASSERT_TRUE(again[0].look);
  EXPECT_EQ(again[0].look->outcome, FileOutcome::unsupported);
}

TEST(Messages, FieldsArriveAsTheyWere) {
  const auto file = decode(bytes_of(frame_of(FileFound{sample_file()})));
  ASSERT_TRUE(file);
  const FileRecord& record = std::get<FileFound>(*file).file;
  EXPECT_EQ(record.path, sample_file().path);
  EXPECT_EQ(record.size, 123'456'789'012u);
  EXPECT_FALSE(record.allocated);
  EXPECT_TRUE(record.uncertain);
  EXPECT_EQ(record.content, ContentKind::library);
  EXPECT_EQ(record.none_outcome, FileOutcome::encrypted);
  EXPECT_EQ(record.times.modified->seconds, -5);
  EXPECT_FALSE(record.times.accessed);
  EXPECT_EQ(record.runs, sample_file().runs);
  EXPECT_TRUE(record.runs[1].is_hole());
  const auto found = decode(bytes_of(frame_of(VolumeFound{sample_volume()})));
  ASSERT_TRUE(found);
  const VolumeRecord& volume = std::get<VolumeFound>(*found).volume;
  EXPECT_EQ(volume.grid_offset, sample_volume().grid_offset);
  EXPECT_EQ(volume.grid_bytes, sample_volume().grid_bytes);
  const auto known = decode(bytes_of(frame_of(OutcomeKnown{sample_outcome()})));
  ASSERT_TRUE(known);
  const OutcomeRecord& outcome = std::get<OutcomeKnown>(*known).outcome;
  EXPECT_EQ(outcome.digests, sample_outcome().digests);
  ASSERT_EQ(outcome.matches.size(), 2u);
  EXPECT_TRUE(outcome.matches[1].inconsistent);
}

TEST(Messages, EveryTruncationIsRefused) {
  for (const Message& message : sample_messages()) {
    const std::string frame = frame_of(message);
    for (std::size_t length = 0; length < frame.size(); ++length) {
      EXPECT_NE(complaint(frame.substr(0, length)), "accepted")
          << "kind " << message.index() << " cut to " << length;
    }
  }
}

TEST(Messages, BytesLeftOverAreRefused) {
  for (const Message& message : sample_messages()) {
    EXPECT_EQ(complaint(frame_of(message) + '\0'), "message: bytes left over");
  }
}

TEST(Messages, NoByteMakesTheReaderMisbehave) {
  // Whatever a byte is changed to, the answer is a message that can be written again or
  // a refusal; the sanitizers see to the rest.
  for (const Message& message : sample_messages()) {
    const std::string frame = frame_of(message);
    for (std::size_t at = 0; at < frame.size(); ++at) {
      for (const int flip : {0x01, 0x7f, 0x80, 0xff}) {
        std::string changed = frame;
        changed[at] = static_cast<char>(changed[at] ^ flip);
        const auto decoded = decode(bytes_of(changed));
        if (decoded) {
          EXPECT_EQ(frame_of(*decoded), changed);
        }
      }
    }
  }
}

TEST(Messages, UnknownKindsAreRefused) {
  EXPECT_EQ(complaint(std::string(1, static_cast<char>(std::variant_size_v<Message>))),
            "message of an unknown kind");
  EXPECT_EQ(complaint("\xff"), "message of an unknown kind");
  EXPECT_EQ(complaint(""), "empty message");
}

TEST(Messages, CountsBeyondTheMessageAreRefused) {
  OutcomeRecord outcome;
  outcome.unreadable = {{1, 2}, {3, 4}, {0, 6}};
  std::string frame = frame_of(OutcomeKnown{outcome});
  // Behind the ranges: that there is no look, and how many members, none.
  const std::size_t count_at = frame.size() - 5 - 3 * 16 - 4;
  for (const std::uint32_t count : {0x7fffffffu, 0xffffffffu, 54u}) {
    put_u32(frame, count_at, count);
    EXPECT_EQ(complaint(frame), "message: a count is larger than the message");
  }
  put_u32(frame, count_at, 4);
  EXPECT_EQ(complaint(frame), "message: ends early");
  put_u32(frame, count_at, 2);
  EXPECT_EQ(complaint(frame), "message: bytes left over");
}

TEST(Messages, TextsAreCheckedForLengthAndForm) {
  std::string frame = frame_of(ChildDied{"abc"});
  put_u32(frame, 1, 0xffffffff);
  EXPECT_EQ(complaint(frame), "message: ends early");
  for (const char* text : {"a\x1b[2J", "a\xff", "\xc3", "a\nb", "\xed\xa0\x80"}) {
    EXPECT_EQ(complaint(frame_of(ChildDied{text})),
              "message: a text is not printable UTF-8");
  }
}

TEST(Messages, EnumerationsOutOfRangeAreRefused) {
  const std::string out_of_range = "message: an enumeration is out of range";
  std::string volume = frame_of(VolumeFound{{0, 0, 0, "", VolumeOutcome::failed, ""}});
  const std::size_t outcome_at = 1 + 4 + 8 + 8 + 4;
  ASSERT_EQ(volume[outcome_at], 4);
  volume[outcome_at] = 5;
  EXPECT_EQ(complaint(volume), out_of_range);

  std::string order = frame_of(ScanOrder{});
  const std::size_t tier_at = 1 + 1 + 1 + 1 + 4;
  ASSERT_EQ(order[tier_at], 5);
  for (const char tier : {'\0', '\6', '\xff'}) {
    order[tier_at] = tier;
    EXPECT_EQ(complaint(order), out_of_range);
  }
}

TEST(Messages, FlagsAreZeroOrOne) {
  std::string order = frame_of(ScanOrder{});
  order[2] = 2;  // after the errand: whether to go serially
  EXPECT_EQ(complaint(order), "message: a flag is neither 0 nor 1");
}

TEST(Messages, UnknownDigestsAreRefused) {
  std::string outcome = frame_of(OutcomeKnown{});
  const std::size_t digests_at = 1 + 4 + 1 + 4;
  ASSERT_EQ(outcome[digests_at], 0);
  outcome[digests_at] = 8;
  EXPECT_EQ(complaint(outcome), "message: an unknown digest");
}

TEST(Messages, TiersHaveWords) {
  for (const Tier tier :
       {Tier::inventory, Tier::probe, Tier::confirm, Tier::look, Tier::everything}) {
    EXPECT_EQ(parse_tier(to_string(tier)), tier);
  }
  EXPECT_FALSE(parse_tier("all"));
  EXPECT_FALSE(parse_tier(""));
}

}  // namespace
}  // namespace winnow
