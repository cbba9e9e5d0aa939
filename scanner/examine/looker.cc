#include "scanner/examine/looker.h"

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <utility>

#include "base/text.h"
#include "scanner/examine/containers/container.h"
#include "scanner/examine/deep_type.h"
#include "scanner/examine/disk_image.h"
#include "scanner/examine/examiner.h"
#include "scanner/examine/pictures/picture_pdq.h"
#include "scanner/examine/pictures/tiff_directory.h"
#include "scanner/match/match.h"
#include "scanner/match/near_match.h"

namespace winnow {
namespace {

// So much of a member that is too large to be kept tells what it is, even of a disc.
constexpr std::size_t kDeepHeadBytes = 40'960;
constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;
// A thumbnail that is further than this from its picture, however turned, shows
// something else: of unrelated pictures hardly one pair in a thousand is nearer, and
// bars around a thumbnail were seen to cost 62 bits.
constexpr unsigned kUnlikeDistance = 90;

std::string mebibytes(std::uint64_t bytes) {
  return grouped(bytes >> 20) + " MiB";
}

// What stands behind the last slash.
std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

void fail(LookRecord& look, FileOutcome outcome, std::string reason) {
  look.outcome = outcome;
  look.reason = std::move(reason);
}

// In what way something was not looked at, by the fault that stopped it.
FileOutcome outcome_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::encrypted:
      return FileOutcome::encrypted;
    case FaultKind::unsupported:
      return FileOutcome::unsupported;
    case FaultKind::io:
      return FileOutcome::unreadable;
    case FaultKind::too_big:
      return FileOutcome::unvisited;
    default:
      return FileOutcome::failed;
  }
}

// A picture that nobody can show hides nothing that a person could see; nor does a
// video without moving pictures, which is what is missing of one.
FileOutcome outcome_of_picture(FaultKind kind) {
  return kind == FaultKind::malformed || kind == FaultKind::truncated ||
                 kind == FaultKind::missing
             ? FileOutcome::skipped
             : outcome_of(kind);
}

FileOutcome outcome_of(MemberState state) {
  switch (state) {
    case MemberState::readable:
      return FileOutcome::hashed;
    case MemberState::encrypted:
      return FileOutcome::encrypted;
    case MemberState::damaged:
      return FileOutcome::failed;
    case MemberState::unsupported:
      return FileOutcome::unsupported;
    case MemberState::too_big:
      return FileOutcome::unvisited;
    case MemberState::absent:
      return FileOutcome::skipped;
  }
  return FileOutcome::failed;
}

bool is_of_camera(ContentType type, Bytes bytes) {
  return type == ContentType::raw_camera ||
         (type == ContentType::tiff && !camera_of(bytes).empty());
}

// How short memory is, is not the content's fault: who tries it alone tells. A library
// that came short ends the child as our own operator new would.
void end_if_out_of_memory(const Fault& fault) {
  if (fault.kind != FaultKind::out_of_memory) return;
  if (const std::new_handler handler = std::get_new_handler()) handler();
  throw std::bad_alloc();
}

// About what it takes to decode a picture whose bytes begin so, at most.
std::uint64_t decoding_bytes(ContentType type, Bytes head, std::uint64_t size_bytes) {
  constexpr std::uint64_t kPixelsAByte = 8;  // where only what follows tells
  const auto facts = picture_facts(type, head);
  if (!facts) return 0;
  const std::uint64_t stated = std::uint64_t{facts->width} * facts->height;
  const std::uint64_t pixels =
      std::min(stated > 0 ? stated : size_bytes * kPixelsAByte, PictureLimits{}.pixels);
  // Libraries that decode a picture whole keep it in their own form beside ours.
  const bool is_kept_twice = type == ContentType::jpeg2000 ||
                             type == ContentType::tiff || type == ContentType::heif ||
                             type == ContentType::psd;
  return pixels * (is_kept_twice ? 8 : 4);
}

// What it takes to look at a picture, before anything of it is decoded.
std::uint64_t bytes_needed(ContentType type, Content& content,
                           const LookLimits& limits) {
  const std::uint64_t size = content.size_bytes();
  const Bytes bytes = content.in_memory();
  if (!bytes.empty()) return decoding_bytes(type, bytes, size);
  if (size > limits.picture_bytes) return 0;
  std::array<std::byte, kTypeHeadBytes> head{};
  const auto read = content.read(0, head);
  if (!read) return size;
  return size + decoding_bytes(type, Bytes(head).first(*read), size);
}

std::optional<PictureRecord> record_of(const DecodedFrame& frame) {
  const auto full = full_pdq(frame.pixels);
  if (!full) return std::nullopt;
  PictureRecord record;
  record.at = frame.number;
  record.quality = static_cast<std::uint8_t>(full->quality);
  record.full = full->hashes;
  if (is_reduced_for_pdq(frame.pixels)) {
    if (const auto reduced = reduced_pdq(frame.pixels))
      record.reduced = reduced->hashes;
  }
  return record;
}

unsigned distance_however_turned(const PictureRecord& a, const PictureRecord& b) {
  unsigned least = 256;
  for (const PdqHash& variant : a.full) {
    least = std::min(least, pdq_distance(variant, b.full[0]));
  }
  return least;
}

// About what it takes in a message.
std::uint64_t bytes_of_record(const MemberRecord& record) {
  constexpr std::uint64_t kOfAPicture = 2 * kPdqVariants * sizeof(PdqHash) + 16;
  constexpr std::uint64_t kOfAnother = 256;
  std::uint64_t bytes = kOfAnother + record.path.size() + record.reason.size();
  if (!record.look) return bytes;
  bytes += record.look->pictures.size() * kOfAPicture;
  for (const NamedDigestRecord& named : record.look->named) {
    bytes += kOfAnother + named.place.size();
  }
  for (const std::string& note : record.look->notes) bytes += note.size();
  return bytes;
}

// All of a content, in `loaded` if it is not in memory already.
Result<Bytes> bytes_of(Content& content, std::uint64_t most_bytes,
                       std::vector<std::byte>& loaded) {
  const Bytes bytes = content.in_memory();
  if (!bytes.empty()) return bytes;
  if (content.size_bytes() > most_bytes) {
    return Fault{FaultKind::too_big,
                 "is larger than the " + mebibytes(most_bytes) +
                     " of which a picture is decoded",
                 "",
                 {}};
  }
  loaded.resize(static_cast<std::size_t>(content.size_bytes()));
  const auto read = content.read(0, loaded);
  if (!read) return read.error();
  return Bytes(loaded).first(*read);
}

class EmbeddedBytes final : public MemberBytes {
 public:
  explicit EmbeddedBytes(Bytes bytes) : rest_(bytes) {}
  Result<std::size_t> read(MutableBytes target) override {
    const std::size_t length = std::min(target.size(), rest_.size());
    std::copy_n(rest_.begin(), length, target.begin());
    rest_ = rest_.subspan(length);
    return length;
  }

 private:
  Bytes rest_;
};

}  // namespace

bool is_looked_at(ContentType type, const LookRules& rules) {
  switch (family_of(type)) {
    case ContentFamily::picture:
      return rules.takes_pictures;
    case ContentFamily::video:
      return rules.takes_pictures && rules.read_video != nullptr;
    case ContentFamily::container:
      return rules.takes_members;
    case ContentFamily::other:
      return false;
  }
  return false;
}

std::optional<HintRecord> disguise_of(ContentType type, std::string_view name) {
  if (!is_disguised(type, name)) return std::nullopt;
  return HintRecord{ContentHint::disguised, std::string("is a ") + to_string(type) +
                                                ", which its name does not say"};
}

// One file of the exhibit, with all that it holds.
class Looker::Walk {
 public:
  // `tier` is the lowest that looks at this file.
  Walk(Looker& looker, const FileRecord& file, Tier tier, OutcomeRecord& outcome)
      : looker_(looker),
        tier_(tier),
        limits_(looker.rules_.limits),
        file_(file),
        outcome_(outcome),
        may_expand_(std::max(limits_.expanded_bytes, saturated(file.size))) {}

  Result<void> run(ContentType type, Content& content, Siblings& siblings) {
    const Subject subject{type, &content, "",   &outcome_.digests, &outcome_.matches, 0,
                          0,    true,     false};
    outcome_.look = look_into(subject, &siblings);
    return std::move(fault_);
  }

 private:
  // What is looked into.
  struct Subject {
    ContentType type;
    Content* content;
    std::string path;  // of a member; "" for the file
    const Digests* digests;
    const std::vector<MatchRecord>* matches;
    std::uint32_t number;  // 0 for the file, else a member's
    unsigned depth;        // containers around it
    bool allocated;        // of a member: as MemberRecord
    bool uncertain;
  };
  class Level;

  // At work on a member; at what holds it again afterwards.
  class Mark {
   public:
    Mark(Walk& walk, std::uint32_t number)
        : walk_(walk), before_(std::exchange(walk.at_, number)) {
      walk_.mark(number, before_.has_value());
    }
    ~Mark() {
      walk_.at_ = before_;
      if (before_) {
        walk_.mark(*before_, true);
      } else {
        walk_.looker_.marks_.end();
      }
    }
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;

   private:
    Walk& walk_;
    std::optional<std::uint32_t> before_;
  };

  void mark(std::uint32_t number, bool is_within) {
    if (is_within) looker_.marks_.end();
    looker_.marks_.begin(
        {WorkStep::look, first_offset(), look_number(file_.id, number)});
  }
  [[nodiscard]] std::uint64_t first_offset() const {
    for (const Run& run : file_.runs) {
      if (!run.is_hole()) return run.offset;
    }
    return 0;
  }
  [[nodiscard]] std::uint64_t saturated(std::uint64_t size) const {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
    const std::uint64_t ratio = limits_.expanded_ratio;
    return ratio > 0 && size > kMost / ratio ? kMost : size * ratio;
  }
  [[nodiscard]] const std::string* why_barred(std::uint32_t number) const {
    const auto barred =
        looker_.rules_.barred.find(look_number(file_.first_name(), number));
    return barred == looker_.rules_.barred.end() ? nullptr : &barred->second;
  }
  // Nothing more of this file is looked into.
  void stop(std::string why) {
    if (!stopped_) stopped_ = std::move(why);
  }
  // Of a device that went away nothing is known: no outcome of this file is one.
  void see_gone(const Fault& fault) {
    if (fault.kind == FaultKind::gone) fault_ = fault;
  }
  [[nodiscard]] bool may_go_on() const { return !stopped_ && fault_; }

  LookRecord look_into(const Subject& subject, Siblings* siblings) {
    LookRecord look;
    look.type = to_string(subject.type);
    if (const std::string* why = why_barred(subject.number)) {
      fail(look, FileOutcome::failed, *why);
      return look;
    }
    const Mark at_work(*this, subject.number);
    if (is_wanted(subject.number)) {
      see_wanted(subject, look);
      return look;
    }
    switch (family_of(subject.type)) {
      case ContentFamily::picture:
        look_at_picture(subject, look);
        break;
      case ContentFamily::video:
        look_at_video(subject, look);
        break;
      case ContentFamily::container:
        if (!looker_.rules_.takes_members) break;
        look_into_container(subject, siblings, look);
        break;
      case ContentFamily::other:
        break;
    }
    return look;
  }

  void look_into_container(const Subject& subject, Siblings* siblings,
                           LookRecord& look);

  // ---- the one that is wanted

  [[nodiscard]] bool is_wanted(std::uint32_t number) const {
    const WantedPicture* wanted = looker_.rules_.wanted;
    return wanted != nullptr && wanted->place().content.member == number;
  }
  void end_if_wanted(std::uint32_t number) {
    if (is_wanted(number)) stop("nothing else was wanted");
  }

  void see_wanted(const Subject& subject, LookRecord& look) {
    const auto seen = show(subject);
    if (!seen) {
      see_gone(seen.error());
      end_if_out_of_memory(seen.error());
      fail(look, outcome_of(seen.error().kind), seen.error().line());
    }
    end_if_wanted(subject.number);
  }

  Result<void> show(const Subject& subject) {
    WantedPicture& wanted = *looker_.rules_.wanted;
    const ContentFamily family = family_of(subject.type);
    if (family == ContentFamily::video) {
      return wanted.see_video(looker_.rules_.read_video, *subject.content,
                              looker_.marks_);
    }
    if (family != ContentFamily::picture) {
      return Fault{FaultKind::unsupported,
                   std::string("is no picture: ") + to_string(subject.type), "",
                   std::nullopt};
    }
    std::vector<std::byte> loaded;
    const auto bytes = bytes_of(*subject.content, limits_.picture_bytes, loaded);
    if (!bytes) return bytes.error();
    return wanted.see_picture(looker_.decoder_, subject.type, *bytes, looker_.marks_);
  }

  // ---- pictures

  void look_at_picture(const Subject& subject, LookRecord& look) {
    const Room room(*this, bytes_needed(subject.type, *subject.content, limits_));
    std::vector<std::byte> loaded;
    const auto whole = bytes_of(*subject.content, limits_.picture_bytes, loaded);
    if (!whole) {
      see_gone(whole.error());
      const bool is_too_big = whole.error().kind == FaultKind::too_big;
      return fail(look, is_too_big ? FileOutcome::unvisited : FileOutcome::failed,
                  is_too_big ? whole.error().what : whole.error().line());
    }
    const Bytes bytes = *whole;
    look.is_picture = looker_.rules_.takes_pictures;
    if (looker_.rules_.takes_pictures) take_pdq(subject, bytes, look);
    if (looker_.rules_.takes_members) look_at_embedded(subject, bytes, look);
  }

  // Waits at the gate of memory; the room is the content's as long as this lives. What
  // lies within one that has a room is small beside it.
  class Room {
   public:
    Room(Walk& walk, std::uint64_t bytes) : walk_(walk) {
      MemoryGate* gate = walk.looker_.rules_.memory;
      if (gate == nullptr || walk.has_room_ || bytes <= MemoryGate::kSmallBytes) return;
      room_.emplace(gate->take(bytes));
      walk.has_room_ = true;
    }
    ~Room() {
      if (room_) walk_.has_room_ = false;
    }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

   private:
    Walk& walk_;
    std::optional<MemoryGate::Room> room_;
  };

  void take_pdq(const Subject& subject, Bytes bytes, LookRecord& look) {
    if (!looker_.rules_.takes_known_pictures &&
        is_known_benign(looker_.sets_, *subject.matches)) {
      look.is_known_benign = true;
      return fail(look, FileOutcome::skipped, "is a known benign picture: not decoded");
    }
    const SeenPictures::Look decode = [&] { return see(subject, bytes); };
    const auto& sha256 = subject.digests->get(Algorithm::sha256);
    const auto seen = sha256 ? looker_.seen_.find(*sha256, decode) : see_alone(decode);
    if (!seen) {
      fault_ = seen.error();
      return;
    }
    look.outcome = (*seen)->outcome;
    look.reason = (*seen)->reason;
    look.pictures = (*seen)->pictures;
    look.near = (*seen)->near;
    look.notes = (*seen)->notes;
    if (looker_.rules_.classes != nullptr) take_classes(subject, bytes, look);
  }

  static Result<std::shared_ptr<const SeenPictures::Seen>> see_alone(
      const SeenPictures::Look& look) {
    auto seen = look();
    if (!seen) return std::move(seen).error();
    return std::make_shared<const SeenPictures::Seen>(std::move(*seen));
  }

  Result<SeenPictures::Seen> see(const Subject& subject, Bytes bytes) {
    SeenPictures::Seen seen;
    std::string damage;
    std::uint64_t pixel_bytes = 0;
    const auto decoded =
        looker_.decoder_.decode(subject.type, bytes, [&](const DecodedFrame& frame) {
          pixel_bytes += std::uint64_t{frame.pixels.height} * frame.pixels.row_bytes();
          looker_.marks_.fetched(pixel_bytes);
          if (damage.empty()) damage = frame.damage;
          if (auto record = record_of(frame))
            seen.pictures.push_back(std::move(*record));
          return true;
        });
    if (!decoded) {
      end_if_out_of_memory(decoded.error());
      seen.outcome = outcome_of_picture(decoded.error().kind);
      seen.reason = decoded.error().line();
    }
    if (!damage.empty()) seen.notes.push_back("the picture is damaged: " + damage);
    auto near = match_pictures(looker_.sets_, looker_.rules_.distances, seen.pictures);
    if (!near) return std::move(near).error();
    seen.near = std::move(*near);
    return seen;
  }

  // A copy may be barred from being classed, and another one not: what is told of this
  // one is not kept with what else is known of the content.
  void take_classes(const Subject& subject, Bytes bytes, LookRecord& look) {
    if (const std::string* why = why_barred(kClassing)) {
      look.notes.push_back("of no class: " + *why);
      return;
    }
    KnownClasses& known = looker_.known_classes_;
    const auto& sha256 = subject.digests->get(Algorithm::sha256);
    auto classes = sha256 ? known.of(*sha256) : std::nullopt;
    if (subject.number == 0) {
      auto glanced = known.take(file_.first_name());
      if (!classes) classes = std::move(glanced);
    }
    if (!classes) {
      const auto small = small_picture(looker_.decoder_, subject.type, bytes);
      if (!small) return end_if_out_of_memory(small.error());
      const Mark at_work(*this, kClassing);
      auto found = looker_.classes_of(*small);
      if (!found) {
        end_if_out_of_memory(found.error());
        look.notes.push_back("of no class: " + found.error().line());
        return;
      }
      classes = std::move(*found);
    }
    if (sha256) known.put(*sha256, *classes);
    look.classes = std::move(*classes);
  }

  void look_at_embedded(const Subject& subject, Bytes bytes, LookRecord& look);

  // ---- videos

  void look_at_video(const Subject& subject, LookRecord& look) {
    if (!looker_.rules_.takes_pictures || looker_.rules_.read_video == nullptr) return;
    // Full HD takes so much; of others nothing is known before they are opened.
    constexpr std::uint64_t kOfAVideo = std::uint64_t{128} << 20;
    const Room room(*this, kOfAVideo);
    std::uint64_t pixel_bytes = 0;
    const auto summary =
        looker_.rules_.read_video(*subject.content, {}, [&](const VideoFrame& frame) {
          pixel_bytes += std::uint64_t{frame.pixels.height} * frame.pixels.row_bytes();
          looker_.marks_.fetched(pixel_bytes);
          if (auto record = record_of({frame.pixels, 0, ""})) {
            record->at = static_cast<std::uint64_t>(frame.at.count());
            look.pictures.push_back(std::move(*record));
          }
          return true;
        });
    if (!summary) {
      see_gone(summary.error());
      end_if_out_of_memory(summary.error());
      fail(look, outcome_of_picture(summary.error().kind), summary.error().line());
    } else if (!summary->broke_off.empty()) {
      look.notes.push_back("the video " + summary->broke_off);
    }
    auto near = match_video(looker_.sets_, looker_.rules_.distances, look.pictures);
    if (!near) {
      fault_ = near.error();
      return;
    }
    look.near = std::move(*near);
  }

  // ---- members

  // Takes its bytes and digests, and looks at it; null if it is the first of too many.
  MemberRecord* take_member(const Subject& holder, const Member& member,
                            MemberBytes& bytes);
  void read_member(MemberRecord& record, MemberBytes& bytes,
                   std::vector<std::byte>& kept, bool& is_whole);
  void match_member(MemberRecord& record);

  Looker& looker_;
  Tier tier_;
  const LookLimits& limits_;
  const FileRecord& file_;
  OutcomeRecord& outcome_;
  std::uint64_t may_expand_;
  std::uint64_t expanded_ = 0;
  std::uint64_t kept_bytes_ = 0;  // of records of members
  std::optional<std::string> stopped_;
  std::optional<std::uint32_t> at_;  // what is marked
  bool has_room_ = false;            // of the gate of memory
  std::vector<Digests> around_;      // of the containers around what is looked into
  Result<void> fault_;
};

// The members of one container, as its opener hands them over.
class Looker::Walk::Level final : public MemberSink {
 public:
  Level(Walk& walk, const Subject& holder, LookRecord& look)
      : walk_(walk), holder_(holder), look_(look) {}

  bool member(const Member& member, MemberBytes& bytes) override {
    return walk_.take_member(holder_, member, bytes) != nullptr && walk_.may_go_on();
  }
  void named_digest(const Digest& digest, const std::string& place) override {
    if (look_.named.size() >= walk_.limits_.named_digests) {
      ++named_left_out_;
      return;
    }
    NamedDigestRecord& record = look_.named.emplace_back();
    record.digests.set(digest);
    record.place = printable_utf8(place);
    auto matches = match_digests(walk_.looker_.sets_, record.digests, walk_.tier_);
    if (!matches) {
      walk_.fault_ = matches.error();
      return;
    }
    record.matches = std::move(*matches);
  }
  void note(const std::string& words) override {
    if (look_.notes.size() < walk_.limits_.notes) {
      look_.notes.push_back(printable_utf8(words));
    } else {
      ++notes_left_out_;
    }
  }
  void finish() {
    if (notes_left_out_ > 0) {
      look_.notes.push_back(grouped(notes_left_out_) + " more remarks of this kind");
    }
    if (named_left_out_ > 0) {
      look_.notes.push_back("names " + grouped(named_left_out_) +
                            " more digests than are kept");
    }
  }

 private:
  Walk& walk_;
  const Subject& holder_;
  LookRecord& look_;
  std::uint64_t notes_left_out_ = 0;
  std::uint64_t named_left_out_ = 0;
};

void Looker::Walk::look_into_container(const Subject& subject, Siblings* siblings,
                                       LookRecord& look) {
  if (subject.depth >= limits_.depth) {
    return fail(look, FileOutcome::unvisited,
                "lies " + std::to_string(limits_.depth) +
                    " containers deep: what it holds was not looked at");
  }
  // Of what broke off there are no digests, and nothing to compare.
  const bool is_known = *subject.digests != Digests();
  if (is_known &&
      std::find(around_.begin(), around_.end(), *subject.digests) != around_.end()) {
    return fail(look, FileOutcome::skipped, "holds itself: looked at once");
  }
  around_.push_back(*subject.digests);
  Level level(*this, subject, look);
  const ContainerLimits limits{limits_.members};
  const auto opened =
      subject.type == ContentType::disk_image
          ? open_disk_image(*subject.content, limits, level)
          : open_container(subject.type, *subject.content, siblings, limits, level);
  around_.pop_back();
  if (!opened && stopped_) level.note(opened.error().line());
  level.finish();
  if (!opened) see_gone(opened.error());
  if (stopped_) return fail(look, FileOutcome::unvisited, *stopped_);
  if (!opened) {
    end_if_out_of_memory(opened.error());
    fail(look, outcome_of(opened.error().kind), opened.error().line());
  }
}

void Looker::Walk::look_at_embedded(const Subject& subject, Bytes bytes,
                                    LookRecord& look) {
  bool shows_preview = !look.pictures.empty();
  for (const EmbeddedPicture& embedded : embedded_pictures(subject.type, bytes)) {
    if (!may_go_on()) return;
    EmbeddedBytes source(embedded.bytes);
    const MemberRecord* record = take_member(
        subject,
        {embedded.name, embedded.bytes.size(), MemberState::readable, "", true, false},
        source);
    shows_preview = shows_preview || (record != nullptr && record->look &&
                                      !record->look->pictures.empty());
    const bool is_thumbnail = embedded.kind == EmbeddedPicture::Kind::exif_thumbnail;
    if (record == nullptr || !is_thumbnail || !record->look) continue;
    if (record->look->pictures.empty() || look.pictures.empty()) continue;
    const PictureRecord& small = record->look->pictures.front();
    const PictureRecord& large = look.pictures.front();
    if (std::min(small.quality, large.quality) < kLeastPdqQuality) continue;
    const unsigned distance = distance_however_turned(small, large);
    if (distance <= kUnlikeDistance) continue;
    look.hints.push_back({ContentHint::thumbnail_unlike,
                          "its thumbnail shows another picture (" +
                              std::to_string(distance) + " of 256 bits differ)"});
  }
  // What a camera's sensor saw is shown by a preview, and that was compared.
  if (look.outcome == FileOutcome::unsupported && shows_preview &&
      is_of_camera(subject.type, bytes)) {
    look.outcome = FileOutcome::skipped;
  }
}

MemberRecord* Looker::Walk::take_member(const Subject& holder, const Member& member,
                                        MemberBytes& bytes) {
  if (outcome_.members.size() >= limits_.members) {
    stop("holds more than " + grouped(limits_.members) +
         " members: those behind them were not looked at");
    return nullptr;
  }
  const std::size_t place = outcome_.members.size();
  const auto number = static_cast<std::uint32_t>(place + 1);
  outcome_.members.emplace_back();
  const Mark at_work(*this, number);
  MemberRecord record;
  record.path = holder.path.empty() ? member.name : holder.path + "//" + member.name;
  record.path = printable_utf8(record.path);
  record.allocated = holder.allocated && member.allocated;
  record.uncertain = holder.uncertain || member.uncertain;
  const auto settle = [&](FileOutcome outcome, std::string reason) {
    record.outcome = outcome;
    record.reason = std::move(reason);
    record.size = member.size_bytes.value_or(0);
    outcome_.members[place] = std::move(record);
    end_if_wanted(number);
    return &outcome_.members[place];
  };
  if (member.state != MemberState::readable) {
    return settle(outcome_of(member.state), printable_utf8(member.why));
  }
  if (const std::string* why = why_barred(number)) {
    return settle(FileOutcome::failed, *why);
  }
  std::vector<std::byte> kept;
  bool is_whole = true;
  read_member(record, bytes, kept, is_whole);
  match_member(record);
  const Bytes head = Bytes(kept).first(std::min(kept.size(), kTypeHeadBytes));
  MemoryContent content{Bytes(kept)};
  ContentType type = type_of(head, record.size);
  if (type == ContentType::other && may_be_deeper(head, kept.size(), record.path)) {
    type = deep_type_of(content, record.path);
  }
  if (type != ContentType::other && may_go_on()) {
    if (is_whole) {
      record.look =
          look_into({type, &content, record.path, &record.digests, &record.matches,
                     number, holder.depth + 1, record.allocated, record.uncertain},
                    nullptr);
      if (auto hint = disguise_of(type, last_part(member.name))) {
        record.look->hints.insert(record.look->hints.begin(), std::move(*hint));
      }
    } else {
      record.look.emplace().type = to_string(type);
      fail(*record.look, FileOutcome::unvisited,
           "is larger than the " + mebibytes(limits_.member_bytes) +
               " of which a member is looked into");
    }
  }
  kept_bytes_ += bytes_of_record(record);
  if (kept_bytes_ > limits_.record_bytes) {
    stop("holds more than is kept on record of one file");
  }
  end_if_wanted(number);
  outcome_.members[place] = std::move(record);
  return &outcome_.members[place];
}

void Looker::Walk::read_member(MemberRecord& record, MemberBytes& bytes,
                               std::vector<std::byte>& kept, bool& is_whole) {
  std::vector<std::byte> piece(kPieceBytes);
  while (true) {
    const auto read = bytes.read(piece);
    if (!read) {
      see_gone(read.error());
      end_if_out_of_memory(read.error());
      record.outcome = outcome_of(read.error().kind);
      record.reason = read.error().line();
      break;
    }
    if (*read == 0) break;
    const Bytes part = Bytes(piece).first(*read);
    looker_.digester_.update(part);
    record.size += part.size();
    expanded_ += part.size();
    looker_.marks_.fetched(expanded_);
    if (is_whole) kept.insert(kept.end(), part.begin(), part.end());
    if (is_whole && record.size > limits_.member_bytes) {
      is_whole = false;
      kept.resize(std::min(kept.size(), kDeepHeadBytes));
    }
    if (expanded_ > may_expand_) {
      stop("expands to more than " + mebibytes(may_expand_) +
           ": what is behind that was not looked at");
      record.outcome = FileOutcome::unvisited;
      record.reason =
          "the file that holds it expands to more than " + mebibytes(may_expand_);
      break;
    }
  }
  // The digests of a part are those of nothing.
  Digests digests = looker_.digester_.finish();
  if (record.outcome == FileOutcome::hashed) record.digests = std::move(digests);
}

void Looker::Walk::match_member(MemberRecord& record) {
  if (record.outcome != FileOutcome::hashed || record.size == 0) return;
  auto matches = match_digests(looker_.sets_, record.digests, tier_);
  if (!matches) {
    fault_ = matches.error();
    return;
  }
  record.matches = std::move(*matches);
  if (is_listed(looker_.sets_, record.matches)) record.outcome = FileOutcome::matched;
}

Looker::Looker(const Exhibit& exhibit, const FolderIndex& folders,
               const std::vector<HashSet>& sets, const LookRules& rules,
               AlgorithmSet algorithms, SeenPictures& seen, KnownClasses& known_classes,
               WorkMarks& marks)
    : exhibit_(exhibit),
      folders_(folders),
      sets_(sets),
      rules_(rules),
      seen_(seen),
      known_classes_(known_classes),
      marks_(marks),
      reader_(exhibit),
      digester_(algorithms) {}

Looker::~Looker() = default;

// Its digests are known: it could be read a moment ago. What cannot be read again is
// left as it is.
Result<Looker::Opened> Looker::open(const FileRecord& file,
                                    const std::vector<FileId>& names,
                                    const LoadedBatch* loaded) {
  Opened opened;
  const AtWork reading(marks_, work_place_of(file));
  const auto head = reader_.read_head(file, loaded);
  if (!head) return head.error();
  opened.type = type_of(*head, file.size);
  opened.is_by_head = opened.type != ContentType::other;
  std::vector<std::string> deeper;  // paths by which it may be more
  for (const FileId name : names) {
    if (opened.is_by_head) break;
    std::string path = exhibit_.inventory->files.path(name);
    if (may_be_deeper(*head, file.size, path)) deeper.push_back(std::move(path));
  }
  if (!opened.is_by_head && deeper.empty()) return opened;
  auto content = open_content(exhibit_, reader_, file, loaded);
  if (!content) {
    opened.why_not = content.error();
    return opened;
  }
  opened.content = std::move(*content);
  for (const std::string& path : deeper) {
    if (opened.type != ContentType::other) break;
    opened.type = deep_type_of(*opened.content, path);
  }
  return opened;
}

Result<std::vector<ClassRecord>> Looker::classes_of(const SmallPicture& small) {
  if (!*classifier_) return classifier_->error();
  return (**classifier_)->classify(small);
}

void Looker::prepare() {
  if (rules_.classes == nullptr || classifier_) return;
  // No picture's doing.
  const AtWork opening(marks_, {WorkStep::container, 0, 0});
  classifier_ = PictureClassifier::open(*rules_.classes);
  if (!*classifier_) end_if_out_of_memory(classifier_->error());
}

// Of what fails here nothing is said: look() meets it again.
Result<void> Looker::glance(const FileRecord& file, const LoadedBatch* loaded) {
  const FileId first = file.first_name();
  for (const std::uint32_t member : {0U, kClassing, kWholeLook}) {
    if (rules_.barred.contains(look_number(first, member))) return {};
  }
  const auto opened = open(file, folders_.names_of(first), loaded);
  if (!opened) {
    if (opened.error().kind == FaultKind::gone) return opened.error();
    return {};
  }
  if (!opened->content || family_of(opened->type) != ContentFamily::picture) return {};
  const std::uint64_t offset = work_place_of(file).offset;
  std::optional<SmallPicture> small;
  {
    const AtWork at_work(marks_, {WorkStep::look, offset, look_number(file.id, 0)});
    auto shrunk = shrink_whole(opened->type, *opened->content);
    if (!shrunk) {
      if (shrunk.error().kind == FaultKind::gone) return shrunk.error();
      end_if_out_of_memory(shrunk.error());
      return {};
    }
    small = std::move(*shrunk);
  }
  const AtWork at_work(marks_,
                       {WorkStep::look, offset, look_number(file.id, kClassing)});
  auto classes = classes_of(*small);
  if (classes) {
    known_classes_.put(first, std::move(*classes));
  } else {
    end_if_out_of_memory(classes.error());
  }
  return {};
}

Result<SmallPicture> Looker::shrink_whole(ContentType type, Content& content) {
  std::optional<MemoryGate::Room> room;
  if (rules_.memory != nullptr) {
    room.emplace(rules_.memory->take(bytes_needed(type, content, rules_.limits)));
  }
  std::vector<std::byte> copy;
  const auto bytes = bytes_of(content, rules_.limits.picture_bytes, copy);
  if (!bytes) return bytes.error();
  return small_picture(decoder_, type, *bytes);
}

Result<Looked> Looker::look(const FileRecord& file, const LoadedBatch* loaded,
                            OutcomeRecord& outcome) {
  if (outcome.outcome != FileOutcome::hashed &&
      outcome.outcome != FileOutcome::matched) {
    return Looked();
  }
  const std::vector<FileId> names = folders_.names_of(file.first_name());
  const auto opened = open(file, names, loaded);
  if (!opened) {
    if (opened.error().kind == FaultKind::gone) return opened.error();
    fail(outcome.look.emplace(), FileOutcome::failed, opened.error().line());
    outcome.look->type = "content";
    return Looked();
  }
  const ContentType type = opened->type;
  if (type == ContentType::other && !opened->why_not) return Looked();
  const Tier tier =
      opened->is_by_head && is_looked_at(type, rules_) ? Tier::look : Tier::everything;
  const Looked looked{type, tier != Tier::look};
  for (MatchRecord& match : outcome.matches) match.tier = std::min(match.tier, tier);
  const auto barred = rules_.barred.find(look_number(file.first_name(), kWholeLook));
  if (barred != rules_.barred.end()) {
    outcome.look.emplace().type = to_string(type);
    fail(*outcome.look, FileOutcome::failed, barred->second);
    return looked;
  }
  if (!opened->content) {
    const Fault& fault = *opened->why_not;
    if (fault.kind == FaultKind::gone) return fault;
    outcome.look.emplace().type = to_string(type);
    fail(*outcome.look, outcome_of(fault.kind), fault.line());
    return looked;
  }
  FileSiblings siblings(exhibit_, folders_, reader_, names);
  auto walked = Walk(*this, file, tier, outcome).run(type, *opened->content, siblings);
  if (!walked) return std::move(walked).error();
  return looked;
}

}  // namespace winnow
