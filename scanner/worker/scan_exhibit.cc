#include "scanner/worker/scan_exhibit.h"

#include <chrono>
#include <utility>
#include <variant>
#include <vector>

#include "hashsets/hash_set.h"
#include "scanner/evidence/evidence.h"
#include "scanner/pipeline/pipeline.h"
#include "scanner/volumes/inventory.h"
#include "scanner/worker/sweep.h"

namespace winnow {
namespace {

// Progress is for people: a few times a second is enough.
constexpr auto kProgressInterval = std::chrono::milliseconds(250);

// Sends with progress thinned out. Findings leave at once; the rest fills a buffer
// first.
class Sender {
 public:
  explicit Sender(Channel& channel) : channel_(channel) {}

  Result<void> operator()(const Message& message) {
    if (std::holds_alternative<Progress>(message)) {
      const auto now = std::chrono::steady_clock::now();
      if (now - last_progress_ < kProgressInterval) return {};
      last_progress_ = now;
    }
    auto sent = channel_.send(message);
    const auto* known = std::get_if<OutcomeKnown>(&message);
    const bool urgent = (known != nullptr && !known->outcome.matches.empty()) ||
                        std::holds_alternative<Progress>(message);
    return sent && urgent ? channel_.flush() : sent;
  }

 private:
  Channel& channel_;
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
  for (const ProblemRecord& problem : inventory.problems) {
    auto sent = send(ProblemMet{problem});
    if (!sent) return sent;
  }
  return {};
}

Result<void> run_order(const ScanOrder& order, Sender& send) {
  std::vector<Segment> segments;
  int fd = kFirstEvidenceFd;
  for (const std::string& name : order.segment_names) segments.push_back({fd++, name});
  auto opened = open_evidence(std::move(segments));
  if (!opened) return send(Broken{std::move(opened).error()});
  auto sent = send(Opened{opened->record});
  if (!sent) return sent;
  if (order.errand == Errand::check) return send(Done{});

  auto sets = open_sets(order);
  if (!sets) return send(Broken{std::move(sets).error()});
  Inventory inventory;
  if (opened->record.is_folder) {
    inventory = take_folder_inventory(kFirstEvidenceFd);
  } else if (opened->bytes != nullptr) {
    inventory = take_inventory(*opened->bytes);
  }
  if (inventory.gone) return send(Broken{*inventory.gone});
  Sweep sweep(order, opened->bytes.get(), inventory);
  if (!order.inventory_known) {
    sent = send_inventory(send, inventory);
    if (!sent) return sent;
  }
  sent = send(InventoryDone{inventory.files.size(), inventory_checksum(inventory),
                            inventory.folder_bytes});
  if (!sent) return sent;

  ScanJob job;
  job.exhibit = {opened->bytes.get(), kFirstEvidenceFd, &inventory};
  job.sets = &*sets;
  job.algorithms = AlgorithmSet::from_bits(order.algorithms);
  job.send = [&send, &sweep](const Message& message) {
    sweep.see(message);
    return send(message);
  };
  plan_job(job, order.examined, order.until != Tier::inventory);
  auto scanned = order.serial
                     ? scan_serially(job)
                     : scan_parallel(job, {order.threads, order.memory_budget_bytes});
  if (scanned) scanned = sweep.run([&send](const Message& m) { return send(m); });
  if (!scanned) return send(Broken{std::move(scanned).error()});
  return send(Done{});
}

}  // namespace

Result<void> serve(Channel& channel) {
  auto received = channel.receive();
  if (!received) return std::move(received).error();
  if (!*received) return Fault{FaultKind::usage, "started without an order", "", {}};
  auto message = decode(**received);
  if (!message) return std::move(message).error();
  const auto* order = std::get_if<ScanOrder>(&*message);
  if (order == nullptr) return Fault{FaultKind::usage, "not an order", "", {}};
  Sender send(channel);
  auto done = run_order(*order, send);
  return done ? channel.flush() : done;
}

}  // namespace winnow
