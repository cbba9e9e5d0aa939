// A sound set, and an input that says what is done to it:
//
//   input = flags:u8 *edit
//   edit  = 0 place bit:u8         a bit changes
//         | 1 place value:u8       a byte
//         | 2 place value:u32      a number; places of numbers are multiples of 4
//         | 3 place value:u64      likewise
//         | 4 place place count:u8 count + 1 bytes of the first place stand at the
//                                  second
//         | 5 place                the file ends there
//         | 6 count:u8 value:u8    count + 1 bytes more at its end
//   place = section:u8 offset:u16  of the sections in their order; the header is 0, and
//                                  255 is the whole file
//
// Without flag 1 it is damage: whatever is asked is a fault or has the answer of the
// sound set. With flag 1 it is forgery: the checksums are made to fit, and with flag 2
// the id as well; then answers may be any, but must not contradict each other.
#include <algorithm>
#include <cstring>
#include <utility>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/set_questions.h"

namespace winnow {
namespace {

constexpr std::uint64_t kListed = 300;
constexpr unsigned kSealed = 1;
constexpr unsigned kIdentified = 2;
// To forge one page takes five edits: of the page, of the three checksums above it and
// of the header's. Two of these are in the header. So damage of less is never a forgery
// by chance, which the engine, led by the comparisons it sees, does come upon.
constexpr int kMostDamage = 3;
constexpr int kMostHeaderDamage = 1;
constexpr int kMostForgery = 64;

struct SoundSet {
  std::vector<std::byte> file;
  std::vector<Layout::Section> parts;  // the header, then the sections by offset
  SetQuestions questions;
  std::vector<SetAnswer> answers;
};

// Rows of several shapes; some contents twice, with categories that differ.
void add_rows(SetWriter& writer) {
  for (std::uint64_t i = 0; i < kListed; ++i) {
    ListRow row;
    row.digests.set(invented(Algorithm::md5, i));
    if (i % 3 == 0) row.digests.set(invented(Algorithm::sha1, i));
    if (i % 5 == 0) row.digests.set(invented(Algorithm::sha256, i));
    if (i % 7 == 0) row.pdq = PdqHash{invented(Algorithm::sha256, i + 7000).value};
    if (i % 4 == 0) row.size = 1000 + i;
    if (i % 10 == 0) {
      row.profile = "profile";
      row.code = static_cast<std::int64_t>(i / 10);
      row.label = "label";
      row.counts_as_hit = i % 20 == 0;
    }
    EXPECT_TRUE(writer.add(row));
    if (i % 50 != 0) continue;
    row.code = 99;
    EXPECT_TRUE(writer.add(row));
  }
}

SetQuestions questions_about() {
  SetQuestions questions;
  for (std::uint64_t i = 0; i < kListed; i += 15) {
    for (const std::uint64_t number : {i, i + 1, i + 9000}) {
      for (const Algorithm algorithm : kAlgorithms) {
        questions.digests.push_back(invented(algorithm, number));
      }
    }
    const Digest md5 = invented(Algorithm::md5, i);
    questions.contents.push_back(digests_of(
        {md5, invented(Algorithm::sha1, i), invented(Algorithm::sha256, i)}));
    questions.contents.push_back(
        digests_of({md5, invented(Algorithm::sha1, i + 5000)}));
    questions.entries.push_back(static_cast<std::uint32_t>(i));
  }
  return questions;
}

SoundSet made_set() {
  SetWriter writer(kTestMemory, std::string());
  writer.begin_source("list");
  add_rows(writer);
  EXPECT_TRUE(writer.settle());
  SoundSet sound;
  sound.file = image_of(writer, SetType::notable);
  const Layout layout = layout_of(sound.file);
  for (const auto& [kind, section] : layout.sections) sound.parts.push_back(section);
  Layout::Section header;
  header.length = layout.header_length;
  sound.parts.push_back(header);
  std::sort(sound.parts.begin(), sound.parts.end(),
            [](const auto& a, const auto& b) { return a.offset < b.offset; });
  sound.questions = questions_about();
  sound.answers = ask(open_bytes(sound.file).value(), sound.questions);
  return sound;
}

const SoundSet& sound_set() {
  static const SoundSet kSet = made_set();
  return kSet;
}

// The input, byte by byte; zeros behind its end.
class Script {
 public:
  explicit Script(Bytes bytes) : rest_(bytes) {}

  [[nodiscard]] bool ended() const { return rest_.empty(); }
  std::uint64_t take(std::size_t count) {
    std::uint64_t value = 0;
    const Bytes taken = rest_.first(std::min(count, rest_.size()));
    std::memcpy(&value, taken.data(), taken.size());
    rest_ = rest_.subspan(taken.size());
    return value;
  }
  // In the sound set.
  std::uint64_t take_place() {
    const SoundSet& sound = sound_set();
    const auto section = static_cast<std::size_t>(take(1));
    const std::uint64_t offset = take(2);
    if (section == 255) return offset % sound.file.size();
    const Layout::Section& in = sound.parts[section % sound.parts.size()];
    return in.length == 0 ? in.offset : in.offset + offset % in.length;
  }

 private:
  Bytes rest_;
};

struct Edited {
  std::vector<std::byte> file = sound_set().file;
  int edits = 0;
  int header_edits = 0;

  // False if nothing more may be done.
  bool edit(Script& script, int most, int most_in_header) {
    if (edits == most) return false;
    ++edits;
    const std::uint64_t what = script.take(1) % 7;
    if (what == 6) {
      const auto count = static_cast<std::size_t>(script.take(1)) + 1;
      file.insert(file.end(), count, static_cast<std::byte>(script.take(1)));
      return true;
    }
    const std::uint64_t place = script.take_place();
    if (what == 5) {
      if (place < file.size()) file.resize(static_cast<std::size_t>(place));
      return true;
    }
    if (what == 4) return copy(place, script, most_in_header);
    const std::size_t length = what < 2 ? 1 : what == 2 ? 4 : 8;
    std::uint64_t value = script.take(length);
    const std::uint64_t at = length > 1 ? place / 4 * 4 : place;
    if (what == 0 && at < file.size()) {
      const auto byte = static_cast<unsigned>(file[static_cast<std::size_t>(at)]);
      value = byte ^ (1u << (value % 8));
    }
    std::byte bytes[8];
    std::memcpy(bytes, &value, sizeof(bytes));
    return put(at, Bytes(bytes).first(length), most_in_header);
  }

 private:
  bool copy(std::uint64_t from, Script& script, int most_in_header) {
    const std::uint64_t to = script.take_place();
    const auto source = part(file, from, script.take(1) + 1);
    if (!source) return true;
    const std::vector<std::byte> copied(source->begin(), source->end());
    return put(to, copied, most_in_header);
  }

  bool put(std::uint64_t at, Bytes bytes, int most_in_header) {
    if (!part(file, at, bytes.size())) return true;
    const auto header_length = sound_set().parts.front().length;
    if (at < header_length && ++header_edits > most_in_header) return false;
    std::copy(bytes.begin(), bytes.end(),
              file.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
  }
};

Violation check_damage(Bytes file) {
  const SoundSet& sound = sound_set();
  const auto set = open_bytes(file);
  if (!set) return {};
  const auto answers = ask(*set, sound.questions);
  bool any_fault = false;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    any_fault = any_fault || answers[i].fault;
    if (answers[i].fault || answers[i] == sound.answers[i]) continue;
    return "answer " + std::to_string(i) + " was \"" + sound.answers[i].text +
           "\" and is \"" + answers[i].text + "\"";
  }
  if (any_fault && !answers.back().fault) return "verify() finds nothing wrong";
  return {};
}

}  // namespace

Violation fuzz_wset_damage(Bytes input) {
  Script script(input);
  const std::uint64_t flags = script.take(1);
  const bool sealed = (flags & kSealed) != 0;
  Edited edited;
  while (!script.ended() && edited.edit(script, sealed ? kMostForgery : kMostDamage,
                                        sealed ? kMostForgery : kMostHeaderDamage)) {
  }
  if (!sealed) return check_damage(edited.file);
  if ((flags & kIdentified) != 0) reidentify(edited.file);
  reseal(edited.file);
  const auto set = open_bytes(edited.file);
  return set ? check_answers(*set, sound_set().questions) : Violation();
}

}  // namespace winnow
