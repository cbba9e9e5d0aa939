#include "scanner/worker/scan_exhibit.h"

#include <malloc.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>
#include <vector>

#include "base/digester.h"
#include "hashsets/hash_set.h"
#include "scanner/evidence/evidence.h"
#include "scanner/examine/containers/container.h"
#include "scanner/examine/picture_classes.h"
#include "scanner/examine/video/video_module.h"
#include "scanner/pipeline/tiered_scan.h"
#include "scanner/volumes/inventory.h"
#include "scanner/worker/glimpse_errand.h"
#include "scanner/worker/lock_down.h"
#include "scanner/worker/sweep.h"

namespace winnow {
namespace {

// A damaged volume can have a problem for every entry.
constexpr std::size_t kMostProblems = 100'000;
// Progress is for people: a few times a second is enough.
constexpr auto kProgressInterval = std::chrono::milliseconds(250);

bool meets_anything(const LookRecord& look) {
  return !look.near.empty() ||
         std::any_of(look.named.begin(), look.named.end(),
                     [](const auto& named) { return !named.matches.empty(); });
}

bool meets_anything(const OutcomeRecord& outcome) {
  if (!outcome.matches.empty() || (outcome.look && meets_anything(*outcome.look))) {
    return true;
  }
  return std::any_of(
      outcome.members.begin(), outcome.members.end(), [](const MemberRecord& member) {
        return !member.matches.empty() || (member.look && meets_anything(*member.look));
      });
}

// Sends with progress thinned out. Findings leave at once, and the end of the
// inventory: whoever dies behind it is not to be sought before it. The rest fills a
// buffer first, unless each file is a step of its own.
class Sender {
 public:
  Sender(Channel& channel, bool step_by_step)
      : channel_(channel), step_by_step_(step_by_step) {}

  Result<void> operator()(const Message& message) {
    if (std::holds_alternative<Progress>(message)) {
      const auto now = std::chrono::steady_clock::now();
      if (now - last_progress_ < kProgressInterval) return {};
      last_progress_ = now;
    }
    auto sent = channel_.send(message);
    const auto* known = std::get_if<OutcomeKnown>(&message);
    const bool urgent = step_by_step_ ||
                        (known != nullptr && meets_anything(known->outcome)) ||
                        std::holds_alternative<BlockRunMet>(message) ||
                        std::holds_alternative<TierDone>(message) ||
                        std::holds_alternative<InventoryDone>(message) ||
                        std::holds_alternative<Progress>(message);
    return sent && urgent ? channel_.flush() : sent;
  }

 private:
  Channel& channel_;
  bool step_by_step_;
  std::chrono::steady_clock::time_point last_progress_{};
};

Result<std::vector<HashSet>> open_sets(const ScanOrder& order) {
  std::vector<HashSet> sets;
  int fd = kFirstEvidenceFd + static_cast<int>(order.segment_names.size());
  for (const std::string& name : order.set_names) {
    auto set = HashSet::open(fd++, name);
    if (!set) return std::move(set).error();
    sets.push_back(std::move(set).value());
  }
  return sets;
}

Result<void> send_inventory(Sender& send, const Inventory& inventory) {
  for (const VolumeRecord& volume : inventory.volumes) {
    auto sent = send(VolumeFound{volume});
    if (!sent) return sent;
  }
  for (const FileRecord& file : inventory.files) {
    auto sent = send(FileFound{file});
    if (!sent) return sent;
  }
  const std::size_t told = std::min(inventory.problems.size(), kMostProblems);
  for (std::size_t i = 0; i < told; ++i) {
    auto sent = send(ProblemMet{inventory.problems[i]});
    if (!sent) return sent;
  }
  const std::size_t untold = inventory.problems.size() - told;
  if (untold == 0) return {};
  return send(ProblemMet{{"", 0, 0, "failed",
                          std::to_string(untold) + " more problems than the " +
                              std::to_string(kMostProblems) + " that are listed"}});
}

// Descriptors whose files are opened by name: a folder's, and an AFF image's, since its
// library knows nothing else.
std::vector<int> opened_by_name(const ScanOrder& order) {
  struct stat info {};
  if (order.segment_names.empty()) return {};
  if (::fstat(kFirstEvidenceFd, &info) != 0) return {};
  if (S_ISDIR(info.st_mode) || is_opened_by_name({kFirstEvidenceFd, ""})) {
    return {kFirstEvidenceFd};
  }
  return {};
}

Result<OpenedEvidence> open_ordered_evidence(const ScanOrder& order, WorkMarks& marks) {
  std::vector<Segment> segments;
  int fd = kFirstEvidenceFd;
  for (const std::string& name : order.segment_names) segments.push_back({fd++, name});
  const AtWork opening(marks, {WorkStep::container, 0, 0});
  return open_evidence(std::move(segments));
}

// All bytes of the evidence in one pass. A folder, and what is not read by this
// version, has none.
Result<void> send_evidence_digests(const ScanOrder& order, const OpenedEvidence& opened,
                                   Sender& send, WorkMarks& marks) {
  if (opened.bytes == nullptr) {
    return send(Broken{{FaultKind::unsupported, "has no bytes to digest",
                        order.segment_names.front(), std::nullopt}});
  }
  Digester digester(AlgorithmSet::from_bits(order.algorithms));
  std::vector<std::byte> piece(1024 * 1024);
  const std::uint64_t size = opened.bytes->size_bytes();
  for (std::uint64_t done = 0; done < size;) {
    const MutableBytes target = MutableBytes(piece).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - done)));
    const AtWork reading(marks, {WorkStep::sweep, done, 0});
    auto read = opened.bytes->read(done, target);
    if (!read) return send(Broken{std::move(read).error()});
    digester.update(target);
    done += target.size();
    Progress progress;
    progress.bytes_read = done;
    progress.bytes_planned = size;
    if (auto sent = send(progress); !sent) return sent;
  }
  return send(EvidenceDigested{digester.finish()});
}

// What brings in large libraries, where the order asks for it.
struct LookModules {
  VideoModule video;
  ClassesModule classes;
};

Result<LookModules> load_modules(const ScanOrder& order) {
  LookModules modules;
  if (order.takes_classes) {
    auto loaded = load_classes_module();
    if (!loaded) return std::move(loaded).error();
    modules.classes = std::move(*loaded);
  }
  if (order.takes_pictures && order.until >= Tier::look) {
    const auto loaded = load_video_module();
    if (!loaded) return loaded.error();
    modules.video = *loaded;
  }
  return modules;
}

// What a file or a member of it died of before is not looked at again.
LookRules look_rules(const ScanOrder& order, const LookModules& modules) {
  LookRules rules;
  rules.read_video = modules.video.read_frames;
  rules.takes_pictures = order.takes_pictures;
  rules.takes_known_pictures = order.takes_known_pictures;
  rules.takes_members = order.takes_members;
  rules.distances = order.set_distances;
  for (const Barred& barred : order.barred) {
    if (barred.place.step != WorkStep::look) continue;
    rules.barred.emplace(barred.place.number, barred.reason);
  }
  return rules;
}

int descriptor_behind_sets(const ScanOrder& order) {
  return kFirstEvidenceFd +
         static_cast<int>(order.segment_names.size() + order.set_names.size());
}

// By malloc, of this process.
std::uint64_t allocated_bytes() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

// How long it takes; of shapes, in colour, of the size that pictures are brought to.
Result<std::chrono::milliseconds> try_on_a_picture(PictureClassifier& classifier) {
  SmallPicture picture;
  picture.width = picture.height = picture.full_width = picture.full_height =
      kSmallSide;
  picture.kind = SamplesPerPixel::rgb;
  for (std::size_t i = 0; i < std::size_t{3} * kSmallSide * kSmallSide; ++i) {
    picture.samples.push_back(static_cast<std::byte>(i * i >> 7));
  }
  const auto began = std::chrono::steady_clock::now();
  const auto tried = classifier.classify(picture);
  if (!tried) return tried.error();
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
}

// A model is tried on a picture here, so that no scan begins that it would end.
Result<void> send_classes(const ScanOrder& order, const LookModules& modules,
                          Sender& send, WorkMarks& marks) {
  const AtWork opening(marks, {WorkStep::container, 0, 0});
  const auto sources =
      open_class_sources(order, descriptor_behind_sets(order), modules.classes);
  if (!sources) return send(Broken{sources.error()});
  const std::uint64_t before = allocated_bytes();
  const auto classifier = PictureClassifier::open(*sources);
  if (!classifier) return send(Broken{classifier.error()});
  const auto took = try_on_a_picture(**classifier);
  if (!took) return send(Broken{took.error()});
  ClassesKnown known{classes_of(*sources), 0, 0};
  // What it takes for a while is more than what it keeps.
  known.memory_bytes = 2 * (allocated_bytes() - std::min(before, allocated_bytes()));
  known.milliseconds = static_cast<std::uint64_t>(took->count());
  return send(known);
}

Result<void> run_order(const ScanOrder& order, const LookModules& modules, Sender& send,
                       WorkMarks& marks) {
  if (order.errand == Errand::classes) return send_classes(order, modules, send, marks);
  auto opened = open_ordered_evidence(order, marks);
  if (!opened) return send(Broken{std::move(opened).error()});
  auto sent = send(Opened{opened->record});
  if (!sent) return sent;
  if (order.errand == Errand::check) return send(Done{});
  if (order.errand == Errand::digest) {
    return send_evidence_digests(order, *opened, send, marks);
  }

  auto sets = open_sets(order);
  if (!sets) return send(Broken{std::move(sets).error()});
  Inventory inventory;
  if (opened->record.is_folder) {
    inventory = take_folder_inventory(kFirstEvidenceFd);
  } else if (opened->bytes != nullptr) {
    WalkGuide guide(marks, order.barred);
    inventory = take_inventory(*opened->bytes, guide);
  }
  if (inventory.gone) return send(Broken{*inventory.gone});
  Sweep sweep(order, opened->bytes.get(), inventory);
  if (!order.inventory_known) {
    sent = send_inventory(send, inventory);
    if (!sent) return sent;
  }
  const std::uint64_t checksum = inventory_checksum(inventory);
  sent = send(InventoryDone{inventory.files.size(), checksum, inventory.folder_bytes});
  if (!sent) return sent;
  allow_later_memory();

  const bool seeks_culprit = tries_alone(order) || order.one_by_one;
  if (seeks_culprit && opened->bytes != nullptr) opened->bytes->give_no_views();
  const Exhibit exhibit{opened->bytes.get(), kFirstEvidenceFd, &inventory};
  if (order.errand == Errand::glimpse) {
    const auto seen = glimpse_at(order, exhibit, look_rules(order, modules), marks);
    return seen ? send(*seen) : send(Broken{seen.error()});
  }
  ScanJob job;
  job.exhibit = exhibit;
  job.sets = &*sets;
  const auto rules = TierRules::of(*sets);
  if (!rules) return send(Broken{rules.error()});
  job.rules = &*rules;
  job.algorithms = AlgorithmSet::from_bits(order.algorithms);
  job.keeps_blocks = order.keeps_blocks;
  job.marks = &marks;
  LookRules look = look_rules(order, modules);
  Result<ClassSources> classes(ClassSources{});
  if (order.takes_classes) {
    classes = open_class_sources(order, descriptor_behind_sets(order), modules.classes);
    if (!classes) return send(Broken{classes.error()});
    look.classes = &*classes;
  }
  // The rest is for the inventory and for what is small.
  MemoryGate memory((order.memory_limit_bytes - order.memory_of_classes_bytes) / 2);
  look.memory = &memory;
  SeenPictures seen;
  KnownClasses known_classes;
  const FolderIndex folders(inventory);
  if (order.until >= Tier::look) job.look = &look;
  job.seen = &seen;
  job.known_classes = &known_classes;
  job.folders = &folders;
  job.send = [&send, &sweep](const Message& message) {
    sweep.see(message);
    return send(message);
  };
  auto scanned = scan_in_tiers(job, order, checksum);
  // Some things alone are not the scan: its end is not theirs to tell.
  const bool is_whole = !tries_alone(order);
  if (scanned && is_whole) {
    scanned = sweep.run([&send](const Message& m) { return send(m); });
  }
  if (!scanned) return send(Broken{std::move(scanned).error()});
  return is_whole ? send(Done{}) : Result<void>();
}

}  // namespace

Result<void> serve(Channel& channel, WorkMarks& marks, bool confine) {
  auto received = channel.receive();
  if (!received) return std::move(received).error();
  if (!*received) return Fault{FaultKind::usage, "started without an order", "", {}};
  auto message = decode(**received);
  if (!message) return std::move(message).error();
  const auto* order = std::get_if<ScanOrder>(&*message);
  if (order == nullptr) return Fault{FaultKind::usage, "not an order", "", {}};
  Sender send(channel, tries_alone(*order) || order->one_by_one);
  // Behind the lock-down nothing can be loaded.
  const auto modules = load_modules(*order);
  if (!modules) {
    auto sent = send(Broken{modules.error()});
    return sent ? channel.flush() : sent;
  }
  if (order->takes_members && order->until >= Tier::look) prepare_containers();
  const LockDownNeeds needs{opened_by_name(*order), order->memory_limit_bytes,
                            order->memory_of_threads_bytes};
  auto sent = send(confine ? lock_down(needs) : Confined{{}, {"everything"}});
  if (!sent) return sent;
  auto done = run_order(*order, *modules, send, marks);
  return done ? channel.flush() : done;
}

}  // namespace winnow
