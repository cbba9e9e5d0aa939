// What no damage of an audit log of 1,000 events escapes. A line is checked against the
// state that all lines before it leave, so each change of a byte costs a line or two of
// the checker's work and not a thousand; what is before a change is not looked at.
#include "drivers/store/audit_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "tests/store/sample_audit_log.h"

namespace winnow {
namespace {

constexpr std::size_t kEvents = 1000;

const SampleAuditLog& sample() {
  static const SampleAuditLog kSample(kEvents);
  return kSample;
}

AuditCheck check(const std::string& log) {
  return check_audit_log(log, sample().head_file());
}

// Of a log whose first `at` lines are as they were, and `log` follows.
std::string fault_from(std::size_t at, const std::string& log) {
  return check_audit_log(log, sample().head_file(), AuditChain(sample().heads[at]))
      .fault;
}

// The same with line `at` replaced by `text`, as far as one line behind it: what
// follows has no say in whether the change is seen there.
std::string fault_with(std::size_t at, const std::string& text) {
  return fault_from(at, text + sample().text(at + 1, std::min(at + 2, kEvents)));
}

std::string line_word(std::size_t number) {
  return "audit.jsonl: line " +
         (number == kEvents ? std::string("1,000") : std::to_string(number)) + " ";
}

TEST(AuditCheck, AWholeLogIsSound) {
  const AuditCheck whole = check(sample().text());
  EXPECT_EQ(whole.fault, "");
  EXPECT_EQ(whole.head, sample().heads.back());
  EXPECT_EQ(whole.head.count, kEvents);
  EXPECT_EQ(whole.bytes, sample().text().size());
  EXPECT_EQ(whole.torn_bytes, 0u);
  EXPECT_EQ(whole.untold, 0u);
}

TEST(AuditCheck, TheHashIsThatOfTheLineWithoutIt) {
  // By sha256sum of the line up to prev_hash, and '}'.
  const AuditLine line{1,
                       "2026-01-02T03:04:05.678Z",
                       "01234567-89ab-4cde-8f01-23456789abcd",
                       "A",
                       {"start", "scan", "begun", {{"command", "winnow \"x\\y\""}}},
                       std::string(64, '0'),
                       ""};
  EXPECT_EQ(
      audit_line_text(line),
      "{\"seq\":1,\"ts_utc\":\"2026-01-02T03:04:05.678Z\",\"run_id\":"
      "\"01234567-89ab-4cde-8f01-23456789abcd\",\"actor\":\"A\",\"event\":"
      "\"start\",\"object\":\"scan\",\"outcome\":\"begun\",\"detail\":{"
      "\"command\":\"winnow \\\"x\\\\y\\\"\"},\"prev_hash\":\"" +
          std::string(64, '0') +
          "\",\"hash\":"
          "\"62e53704232418425f91988b02a83235f39b5e4b9f71fe16ed4f65453749065e\"}");
}

// Every byte of every line, the newline too, in three ways.
TEST(AuditCheck, EveryChangeOfAByteIsFound) {
  for (std::size_t at = 0; at < kEvents; ++at) {
    std::string line = sample().lines[at];
    for (char& byte : line) {
      const char was = byte;
      // One bit; the other case of a letter, another bit of a digit; a line's end.
      for (const char now :
           {static_cast<char>(was ^ 1), static_cast<char>(was ^ 0x20), '\n'}) {
        if (now == was) continue;
        byte = now;
        ASSERT_NE(fault_with(at, line), "") << "line " << at + 1 << ": " << line;
      }
      byte = was;
    }
  }
}

// All 255 other values, in lines at the start, at the end and between.
TEST(AuditCheck, EveryValueOfAByteIsFound) {
  for (const std::size_t at : {std::size_t{0}, std::size_t{499}, kEvents - 1}) {
    std::string line = sample().lines[at];
    for (char& byte : line) {
      const char was = byte;
      for (int change = 1; change < 256; ++change) {
        byte = static_cast<char>(was ^ change);
        ASSERT_NE(fault_with(at, line), "") << line;
      }
      byte = was;
    }
  }
}

TEST(AuditCheck, EveryByteTakenOutOrDoubledIsFound) {
  for (std::size_t at = 0; at < kEvents; ++at) {
    const std::string& line = sample().lines[at];
    for (std::size_t i = 0; i < line.size(); ++i) {
      ASSERT_NE(fault_with(at, line.substr(0, i) + line.substr(i + 1)), "") << at;
    }
    for (std::size_t i = at % 10; i < line.size(); i += 10) {
      ASSERT_NE(fault_with(at, line.substr(0, i + 1) + line.substr(i)), "") << at;
    }
    ASSERT_NE(fault_with(at, line.substr(0, line.size() - 1)), "") << at;
    ASSERT_NE(fault_with(at, " " + line), "") << at;
  }
}

TEST(AuditCheck, AChangeIsNamedByItsLine) {
  for (const std::size_t at : {std::size_t{0}, std::size_t{16}, kEvents - 1}) {
    std::string log = sample().text();
    log[sample().text(0, at).size() + 30] ^= 1;
    EXPECT_EQ(check(log).fault, line_word(at + 1) + "was changed");
    EXPECT_EQ(check(log).head, sample().heads[at]);
  }
}

TEST(AuditCheck, EveryLineTakenOutIsFound) {
  for (std::size_t at = 0; at < kEvents; ++at) {
    const std::string fault = fault_from(at, sample().text(at + 1, kEvents));
    if (at + 1 == kEvents) {
      ASSERT_EQ(fault,
                "audit.jsonl: its end is missing: it holds 999 events, of 1,000 events "
                "that audit.head tells of");
    } else {
      ASSERT_EQ(fault.find(line_word(at + 1) + "holds event "), 0u) << fault;
      ASSERT_NE(fault.find("belongs, which is missing"), std::string::npos) << fault;
    }
  }
}

TEST(AuditCheck, EveryExchangeAndRepetitionOfLinesIsFound) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t at = 0; at + 1 < kEvents; ++at) pairs.emplace_back(at, at + 1);
  std::mt19937 random(4);
  while (pairs.size() < kEvents + 200) {
    const std::size_t a = random() % kEvents;
    const std::size_t b = random() % kEvents;
    if (a != b) pairs.emplace_back(std::min(a, b), std::max(a, b));
  }
  for (const auto& [a, b] : pairs) {
    const std::string log = sample().lines[b] + sample().text(a + 1, b) +
                            sample().lines[a] + sample().text(b + 1, kEvents);
    const std::string fault = fault_from(a, log);
    ASSERT_EQ(fault.find(line_word(a + 1) + "holds event "), 0u) << fault;
    ASSERT_NE(fault.find("another order"), std::string::npos) << fault;
  }
  for (std::size_t at = 0; at < kEvents; ++at) {
    const std::string log = sample().lines[at] + sample().text(at, kEvents);
    ASSERT_NE(fault_from(at, log), "") << at;
  }
}

TEST(AuditCheck, EveryCutIsFoundByTheHead) {
  for (std::size_t at = 0; at < kEvents; ++at) {
    const std::string& line = sample().lines[at];
    for (const std::size_t more :
         {std::size_t{0}, std::size_t{1}, at % 300 + 2, line.size() - 1}) {
      const AuditCheck cut = check_audit_log(line.substr(0, more), sample().head_file(),
                                             AuditChain(sample().heads[at]));
      ASSERT_EQ(cut.fault.find("audit.jsonl: its end is missing"), 0u)
          << at << " lines left and " << more << " bytes: " << cut.fault;
      ASSERT_EQ(cut.torn_bytes, more);
    }
  }
}

// Cut off together with audit.head: what was noted elsewhere tells. Every 20th length.
TEST(AuditCheck, ACutIsFoundByANotedHead) {
  const NotedHead noted{std::nullopt, sample().heads.back().hash};
  EXPECT_TRUE(find_noted_head(sample().text(), noted));
  EXPECT_FALSE(find_noted_head("", noted));
  for (std::size_t left = kEvents - 1; left > 20; left -= 20) {
    const std::string log = sample().text(0, left);
    ASSERT_EQ(check_audit_log(log, audit_head_file(sample().heads[left])).fault, "");
    ASSERT_FALSE(find_noted_head(log, noted)) << left << " lines left";
  }
}

TEST(AuditCheck, ALogWrittenAnewIsFoundByANotedHead) {
  const SampleAuditLog anew(kEvents, "Another Person");
  ASSERT_EQ(check_audit_log(anew.text(), anew.head_file()).fault, "");
  EXPECT_NE(check(anew.text()).fault, "") << "with the old audit.head";
  for (std::size_t at = 1; at <= kEvents; at += 27) {
    const NotedHead noted{at, sample().heads[at].hash};
    ASSERT_FALSE(find_noted_head(anew.text(), noted));
  }
  // From the middle on: what was noted before still holds.
  SampleAuditLog half = sample();
  AuditHead head = half.heads[500];
  for (std::size_t at = 500; at < kEvents; ++at) {
    auto line = parse_audit_line({half.lines[at].data(), half.lines[at].size() - 1});
    ASSERT_TRUE(line);
    line->actor = "Another Person";
    line->prev_hash = head.hash;
    half.lines[at] = audit_line_text(*line);
    AuditChain chain(head);
    ASSERT_EQ(chain.take(half.lines[at]), "");
    half.lines[at] += "\n";
    head = chain.head();
  }
  ASSERT_EQ(check_audit_log(half.text(), audit_head_file(head)).fault, "");
  EXPECT_EQ(find_noted_head(half.text(), {500, sample().heads[500].hash}), 500u);
  EXPECT_EQ(find_noted_head(half.text(), {{}, sample().heads[500].hash}), 500u);
  EXPECT_FALSE(find_noted_head(half.text(), {501, sample().heads[501].hash}));
}

TEST(AuditCheck, OneLineWrittenAnewBreaksTheChain) {
  SampleAuditLog changed = sample();
  auto line =
      parse_audit_line({changed.lines[16].data(), changed.lines[16].size() - 1});
  ASSERT_TRUE(line);
  line->actor = "Another Person";
  changed.lines[16] = audit_line_text(*line) + "\n";
  EXPECT_EQ(check(changed.text()).fault,
            line_word(18) +
                "does not follow from the line before it: one of the two "
                "was written anew");
}

TEST(AuditCheck, EveryChangeOfTheHeadIsFound) {
  const std::string good = sample().head_file();
  const std::string log = sample().text();
  const std::string few = sample().text(0, 3);
  const std::string few_head = audit_head_file(sample().heads[3]);
  ASSERT_EQ(check_audit_log(few, few_head).fault, "");
  std::string head = few_head;
  for (char& byte : head) {
    const char was = byte;
    for (int change = 1; change < 256; ++change) {
      byte = static_cast<char>(was ^ change);
      ASSERT_NE(check_audit_log(few, head).fault, "") << head;
    }
    byte = was;
  }
  for (std::size_t i = 0; i < few_head.size(); ++i) {
    ASSERT_NE(check_audit_log(few, few_head.substr(0, i)).fault, "") << i;
    ASSERT_NE(
        check_audit_log(few, few_head.substr(0, i) + few_head.substr(i + 1)).fault, "");
  }
  EXPECT_EQ(check_audit_log(log, std::nullopt).fault, "audit.head: is missing");
  EXPECT_NE(
      check_audit_log(log, audit_head_file({kEvents, std::string(64, 'a')})).fault, "");
  EXPECT_NE(check_audit_log(log, audit_head_file({7, sample().heads[8].hash})).fault,
            "");
}

TEST(AuditCheck, ALogAheadOfItsHeadIsWhatACrashLeaves) {
  const AuditCheck ahead =
      check_audit_log(sample().text(0, 5), audit_head_file(sample().heads[3]));
  EXPECT_EQ(ahead.fault, "");
  EXPECT_EQ(ahead.untold, 2u);
  EXPECT_EQ(ahead.head, sample().heads[5]);
  const AuditCheck first = check_audit_log(sample().text(0, 1), std::nullopt);
  EXPECT_EQ(first.fault, "");
  EXPECT_EQ(first.untold, 1u);
  const AuditCheck torn = check_audit_log(sample().text(0, 3) + "{\"seq\":4,",
                                          audit_head_file(sample().heads[3]));
  EXPECT_EQ(torn.fault, "");
  EXPECT_EQ(torn.torn_bytes, 9u);
  EXPECT_EQ(torn.bytes, sample().text(0, 3).size());
}

// The same thing said in other bytes, under a hash that fits these bytes.
TEST(AuditCheck, OtherSpellingsOfALineAreNoLines) {
  const auto good =
      parse_audit_line({sample().lines[0].data(), sample().lines[0].size() - 1});
  ASSERT_TRUE(good);
  const auto is_line = [&](const auto& change) {
    AuditLine line = *good;
    change(line);
    return parse_audit_line(audit_line_text(line)).has_value();
  };
  EXPECT_TRUE(is_line([](AuditLine&) {}));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.seq = 0; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.ts_utc = "2026-01-02T03:04:05Z"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.ts_utc = "2026-13-02T03:04:05.678Z"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.ts_utc = "2026-01-02T03:04:05.67xZ"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.ts_utc = "2026-01-02T03:04:05.678+"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.run_id[0] = 'A'; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.run_id.clear(); }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.actor = "a\nb"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.actor = "\xff"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.what.object = "\x1b[31m"; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.what.detail = {{"a", "1"}, {"a", "2"}}; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.prev_hash[0] = 'A'; }));
  EXPECT_FALSE(is_line([](AuditLine& l) { l.prev_hash.pop_back(); }));
  EXPECT_FALSE(is_line(
      [](AuditLine& l) { l.what.object = std::string(kMaxAuditLineBytes, 'x'); }));
  EXPECT_FALSE(parse_audit_line(""));
}

TEST(NotedHead, IsReadAsItIsPrinted) {
  const AuditHead& head = sample().heads.back();
  auto noted = parse_noted_head(head.text());
  ASSERT_TRUE(noted);
  EXPECT_EQ(noted->count, kEvents);
  EXPECT_EQ(noted->hash, head.hash);
  std::string upper = head.hash;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  noted = parse_noted_head(upper);
  ASSERT_TRUE(noted);
  EXPECT_FALSE(noted->count);
  EXPECT_EQ(noted->hash, head.hash);
  EXPECT_TRUE(find_noted_head(sample().text(), *noted));
  EXPECT_FALSE(find_noted_head(sample().text(), {999, head.hash}));
  for (const std::string& text :
       {std::string(), std::string("12:"), std::string(":") + head.hash,
        "x:" + head.hash, "-1:" + head.hash, " 1:" + head.hash, "1:2:" + head.hash,
        head.hash + " ", head.hash.substr(1), "g" + head.hash.substr(1)}) {
    EXPECT_FALSE(parse_noted_head(text)) << text;
  }
}

}  // namespace
}  // namespace winnow
