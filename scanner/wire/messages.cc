#include "scanner/wire/messages.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <type_traits>

#include "base/bytes.h"
#include "base/text.h"

namespace winnow {
namespace {

// One list of fields per message serves writing and reading, so the two cannot drift
// apart. A Writer takes them const; a Reader fills them.
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Run> {
  a(m.offset, m.length);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Instant> {
  a(m.seconds, m.nanoseconds);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, FileTimes> {
  a(m.modified, m.accessed, m.changed, m.created);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, FileRecord> {
  a(m.id, m.volume, m.path, m.size, m.allocated, m.uncertain, m.content, m.none_outcome,
    m.why_none, m.inode, m.attribute_type, m.attribute_id, m.same_content_as, m.times,
    m.runs);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, VolumeRecord> {
  a(m.index, m.offset, m.length, m.filesystem, m.outcome, m.reason, m.grid_offset,
    m.grid_bytes);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ProblemRecord> {
  a(m.path, m.offset, m.length, m.outcome, m.reason);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, EvidenceRecord> {
  a(m.kind, m.bytes, m.is_folder, m.unsupported, m.metadata);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, MatchRecord> {
  a(m.set, m.entry, m.algorithm, m.inconsistent, m.tier);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, OutcomeRecord> {
  a(m.file, m.outcome, m.reason, m.digests, m.matches, m.unreadable, m.look, m.members);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, PictureRecord> {
  a(m.at, m.quality, m.full, m.reduced);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, NearRecord> {
  a(m.set, m.entry, m.picture, m.distance, m.form, m.variant, m.others, m.frames,
    m.first_ms, m.last_ms);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, HintRecord> {
  a(m.kind, m.words);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, PictureClass> {
  a(m.name, m.points);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ClassRecord> {
  a(m.number, m.percent);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ClassesKnown> {
  a(m.classes, m.memory_bytes, m.milliseconds);
}
template <typename A, typename T>
void fields(A& a,
            T& m) requires std::same_as<std::remove_const_t<T>, NamedDigestRecord> {
  a(m.digests, m.place, m.matches);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, LookRecord> {
  a(m.type, m.is_picture, m.is_known_benign, m.outcome, m.reason, m.pictures, m.near,
    m.hints, m.named, m.notes, m.classes);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, MemberRecord> {
  a(m.path, m.size, m.outcome, m.reason, m.digests, m.matches, m.look, m.allocated,
    m.uncertain);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, BlockRunRecord> {
  a(m.offset, m.blocks, m.set, m.entry, m.first_block);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, FilesSettled> {
  a(m.outcome, m.reason, m.files);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, BlockRunMet> {
  a(m.run, m.tier);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, SpaceSearched> {
  a(m.samples, m.samples_unread, m.chunk, m.searched, m.met_damage, m.runs_left_out);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, KeptBlocks> {
  a(m.offset, m.step, m.keys);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, BlocksKept> {
  a(m.chunk, m.blocks);
}
template <typename A, typename T>
void fields(A&, T&) requires std::same_as<std::remove_const_t<T>, BlocksToKeep> {}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, SamplesPlanned> {
  a(m.stride_bytes, m.samples);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, TierPlanned> {
  a(m.tier, m.files, m.samples, m.stride_bytes, m.reads, m.bytes, m.in_sequence,
    m.milliseconds, m.bottleneck);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, TierDone> {
  a(m.tier);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, NameRuleMet> {
  a(m.number, m.id, m.words, m.left_out);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, NameMet> {
  a(m.file, m.rule);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, NamesMet> {
  a(m.rules, m.names);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Fault> {
  a(m.kind, m.what, m.place, m.offset);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ScanOrder> {
  a(m.errand, m.serial, m.one_pass, m.threads, m.until, m.algorithms, m.segment_names,
    m.set_names, m.set_types, m.set_distances, m.takes_pictures, m.takes_known_pictures,
    m.takes_members, m.keeps_blocks, m.takes_classes, m.takes_glances, m.model_manifest,
    m.model_file, m.memory_budget_bytes, m.memory_limit_bytes,
    m.memory_of_threads_bytes, m.memory_of_classes_bytes, m.inventory_known, m.examined,
    m.settled, m.samples_done, m.chunks_done, m.leads, m.barred, m.alone,
    m.alone_chunks, m.one_by_one, m.damage_known, m.swept_to, m.picture,
    m.picture_file);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, WorkPlace> {
  a(m.step, m.offset, m.number);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Barred> {
  a(m.place, m.cost, m.ends_volume, m.reason);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Confined> {
  a(m.in_force, m.lacking);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RangeUnreadable> {
  a(m.offset, m.length);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Swept> {
  a(m.to);
}
template <typename A, typename T>
void fields(A& a,
            T& m) requires std::same_as<std::remove_const_t<T>, EvidenceDigested> {
  a(m.digests);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, PlaceBarred> {
  a(m.barred);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Opened> {
  a(m.evidence);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, VolumeFound> {
  a(m.volume);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, FileFound> {
  a(m.file);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, InventoryDone> {
  a(m.files, m.checksum, m.folder_bytes);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, OutcomeKnown> {
  a(m.outcome);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ProblemMet> {
  a(m.problem);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Progress> {
  a(m.tier, m.bytes_read, m.bytes_planned, m.files_done, m.files_planned,
    m.bytes_fetched, m.later_milliseconds, m.bottleneck);
}
template <typename A, typename T>
void fields(A&, T&) requires std::same_as<std::remove_const_t<T>, Done> {}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, Broken> {
  a(m.fault);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RunStarted> {
  a(m.format, m.exhibit, m.path, m.operator_name, m.tool_version, m.configuration,
    m.set_names, m.set_ids, m.set_types, m.set_probative_ppm, m.set_pdq_counts,
    m.set_distances, m.takes_pictures, m.classes, m.until, m.algorithms, m.fingerprint);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ChildDied> {
  a(m.reason);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, EntryMet> {
  a(m.set, m.entry, m.profile, m.code, m.label, m.source, m.size_bytes);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ContentPlace> {
  a(m.file, m.member);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, LookedLate> {
  a(m.files);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, AddedSet> {
  a(m.name, m.id, m.type, m.probative_ppm, m.pdq_count, m.distance);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RematchStarted> {
  a(m.operator_name, m.tool_version, m.sets);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RematchedNear> {
  a(m.near, m.quality, m.pdq);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RematchMet> {
  a(m.place, m.path, m.size, m.allocated, m.uncertain, m.digests, m.matches, m.near,
    m.named);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RematchKnown> {
  a(m.is_inconsistent, m.places);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RematchBlocks> {
  a(m.runs, m.left_out);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, UndecidedRecord> {
  a(m.what, m.set, m.count);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, ClassLeft> {
  a(m.number, m.pictures);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, RematchDone> {
  a(m.classes, m.undecided);
}

template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, PicturePlace> {
  a(m.content, m.at);
}
template <typename A, typename T>
void fields(A& a, T& m) requires std::same_as<std::remove_const_t<T>, GlimpseSeen> {
  a(m.width, m.height, m.grey, m.damage);
}

// Highest value of each enum that travels.
constexpr std::uint8_t highest(FaultKind) {
  return static_cast<std::uint8_t>(FaultKind::gone);
}
constexpr std::uint8_t highest(ContentKind) {
  return static_cast<std::uint8_t>(ContentKind::none);
}
constexpr std::uint8_t highest(FileOutcome) {
  return static_cast<std::uint8_t>(FileOutcome::unsupported);
}
constexpr std::uint8_t highest(VolumeOutcome) {
  return static_cast<std::uint8_t>(VolumeOutcome::failed);
}
constexpr std::uint8_t highest(Errand) {
  return static_cast<std::uint8_t>(Errand::glimpse);
}
constexpr std::uint8_t highest(WorkStep) {
  return static_cast<std::uint8_t>(kLastWorkStep);
}
constexpr std::uint8_t highest(Algorithm) {
  return static_cast<std::uint8_t>(Algorithm::sha256);
}
constexpr std::uint8_t highest(Tier) {
  return static_cast<std::uint8_t>(Tier::everything);
}
constexpr std::uint8_t highest(PdqForm) {
  return static_cast<std::uint8_t>(PdqForm::reduced);
}
constexpr std::uint8_t highest(PdqVariant) {
  return static_cast<std::uint8_t>(PdqVariant::flipped_minus);
}
constexpr std::uint8_t highest(ContentHint) {
  return kContentHints - 1;
}
constexpr std::uint8_t highest(Undecided) {
  return static_cast<std::uint8_t>(Undecided::blocks);
}
constexpr std::uint8_t highest(Bottleneck) {
  return static_cast<std::uint8_t>(Bottleneck::recording);
}
// Lowest value: 0 for all but Tier, whose numbers are those of design.md's table.
template <typename E>
constexpr std::uint8_t lowest(E) {
  return std::is_same_v<E, Tier> ? static_cast<std::uint8_t>(Tier::inventory) : 0;
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <typename... Fields>
  void operator()(const Fields&... f) {
    (put(f), ...);
  }

 private:
  template <typename N>
  void put(const N& number) requires(std::is_integral_v<N>) {
    auto bits = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < sizeof(N); ++i, bits >>= 8) {
      out_ += static_cast<char>(bits & 0xFF);
    }
  }
  template <typename E>
  void put(const E& e) requires(std::is_enum_v<E>) {
    put(static_cast<std::uint8_t>(e));
  }
  void put(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  template <typename T>
  void put(const std::vector<T>& list) {
    put(static_cast<std::uint32_t>(list.size()));
    for (const T& item : list) put(item);
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  void put(const std::pair<std::string, std::string>& pair) {
    put(pair.first);
    put(pair.second);
  }
  void put(const Digests& digests) {
    AlgorithmSet present;
    for (const auto& digest : digests.by_algorithm) {
      if (digest) present.add(digest->algorithm);
    }
    put(present.bits());
    for (const auto& digest : digests.by_algorithm) {
      if (digest) out_ += text_of(digest->bytes());
    }
  }
  void put(const PdqHash& hash) { out_ += text_of(hash.value); }
  void put(const PdqVariantHashes& hashes) {
    for (const PdqHash& hash : hashes) put(hash);
  }
  template <typename S>
  void put(const S& message) requires(std::is_class_v<S>) {
    fields(*this, message);
  }

  std::string& out_;
};

class Reader {
 public:
  explicit Reader(Bytes bytes) : rest_(bytes) {}

  template <typename... Fields>
  void operator()(Fields&... f) {
    (get(f), ...);
  }
  [[nodiscard]] const char* complaint() const {
    if (complaint_) return complaint_;
    return rest_.empty() ? nullptr : "bytes left over";
  }

 private:
  void refuse(const char* why) {
    if (!complaint_) complaint_ = why;
    rest_ = {};
  }
  Bytes take(std::uint64_t count) {
    const auto taken = part(rest_, 0, count);
    if (!taken) {
      refuse("ends early");
      return {};
    }
    rest_ = rest_.subspan(taken->size());
    return *taken;
  }

  template <typename N>
  void get(N& number) requires(std::is_integral_v<N> && !std::same_as<N, bool>) {
    const Bytes field = take(sizeof(N));
    std::uint64_t bits = 0;
    for (std::size_t i = field.size(); i-- > 0;) {
      bits = bits << 8 | std::to_integer<std::uint64_t>(field[i]);
    }
    number = static_cast<N>(bits);
  }
  void get(bool& flag) {
    std::uint8_t value = 0;
    get(value);
    if (value > 1) refuse("a flag is neither 0 nor 1");
    flag = value == 1;
  }
  template <typename E>
  void get(E& e) requires(std::is_enum_v<E>) {
    std::uint8_t value = 0;
    get(value);
    if (value < lowest(E{}) || value > highest(E{}))
      return refuse("an enumeration is out of range");
    e = static_cast<E>(value);
  }
  void get(std::string& text) {
    std::uint32_t length = 0;
    get(length);
    text = std::string(text_of(take(length)));
    if (!is_printable_utf8(text)) refuse("a text is not printable UTF-8");
  }
  template <typename T>
  void get(std::vector<T>& list) {
    std::uint32_t count = 0;
    get(count);
    // Every item takes at least one byte, so a count cannot make us allocate more than
    // a small multiple of what was really sent.
    if (count > rest_.size()) return refuse("a count is larger than the message");
    list.clear();
    for (std::uint32_t i = 0; i < count && !complaint_; ++i) {
      T item{};
      get(item);
      list.push_back(std::move(item));
    }
  }
  template <typename T>
  void get(std::optional<T>& value) {
    bool present = false;
    get(present);
    value.reset();
    if (!present) return;
    T item{};
    get(item);
    value = std::move(item);
  }
  void get(std::pair<std::string, std::string>& pair) {
    get(pair.first);
    get(pair.second);
  }
  void get(Digests& digests) {
    std::uint8_t bits = 0;
    get(bits);
    if (bits > AlgorithmSet::all().bits()) return refuse("an unknown digest");
    for (const Algorithm a : kAlgorithms) {
      if (!AlgorithmSet::from_bits(bits).contains(a)) continue;
      if (const auto digest = make_digest(a, take(digest_length(a))))
        digests.set(*digest);
    }
  }
  void get(PdqHash& hash) {
    const Bytes value = take(hash.value.size());
    std::copy(value.begin(), value.end(), hash.value.begin());
  }
  void get(PdqVariantHashes& hashes) {
    for (PdqHash& hash : hashes) get(hash);
  }
  template <typename S>
  void get(S& message) requires(std::is_class_v<S>) {
    fields(*this, message);
  }

  Bytes rest_;
  const char* complaint_ = nullptr;
};

template <std::size_t I = 0>
Result<Message> decode_kind(std::size_t kind, Bytes body) {
  if constexpr (I == std::variant_size_v<Message>) {
    return Fault{FaultKind::malformed, "message of an unknown kind", "record channel",
                 std::nullopt};
  } else {
    if (kind != I) return decode_kind<I + 1>(kind, body);
    std::variant_alternative_t<I, Message> message;
    Reader reader(body);
    fields(reader, message);
    if (const char* why = reader.complaint()) {
      return Fault{FaultKind::malformed, std::string("message: ") + why,
                   "record channel", std::nullopt};
    }
    return Message(std::in_place_index<I>, std::move(message));
  }
}

}  // namespace

const char* to_string(Bottleneck bottleneck) {
  switch (bottleneck) {
    case Bottleneck::unknown:
      return "unknown";
    case Bottleneck::reading:
      return "reading the evidence";
    case Bottleneck::computing:
      return "processor";
    case Bottleneck::recording:
      return "writing the record";
  }
  return "unknown";
}

void encode(const Message& message, std::string& frames) {
  const std::size_t start = frames.size();
  frames.append(4, '\0');
  frames += static_cast<char>(message.index());
  Writer writer(frames);
  std::visit([&](const auto& m) { fields(writer, m); }, message);
  const std::size_t length = frames.size() - start - 4;
  for (std::size_t i = 0; i < 4; ++i) {
    frames[start + i] = static_cast<char>(length >> (8 * i) & 0xFF);
  }
}

Result<Message> decode(Bytes frame) {
  if (frame.empty()) {
    return Fault{FaultKind::malformed, "empty message", "record channel", std::nullopt};
  }
  return decode_kind(std::to_integer<std::size_t>(frame[0]), frame.subspan(1));
}

}  // namespace winnow
