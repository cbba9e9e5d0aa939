#include "scanner/pipeline/tiered_scan.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "base/batch_digester.h"
#include "hashsets/content_blocks.h"
#include "scanner/plan/device_pace.h"
#include "scanner/plan/free_space.h"
#include "scanner/plan/sampling.h"

namespace winnow {
namespace {

constexpr std::size_t kSamplesPerBatch = 256;
constexpr std::size_t kMostSettled = 65'536;  // by one message
// Around a block that a sample met, so much is looked at when the set does not say
// where in the content the block stands, and so much at most.
constexpr std::uint64_t kAroundBytes = std::uint64_t{256} << 10;
constexpr std::uint64_t kMostAroundBytes = std::uint64_t{64} << 20;

class TieredScan {
 public:
  TieredScan(ScanJob& job, const ScanOrder& order, std::uint64_t seed)
      : job_(job),
        order_(order),
        seed_(seed),
        inventory_(*job.exhibit.inventory),
        is_settled_(inventory_.files.size(), false) {
    job_.gleaned = &gleaned_;
    gleaned_.has_outcome.assign(inventory_.files.size(), false);
    gleaned_.leads = order.leads;
    // A child that seeks what others died of reads nothing but what it is to try.
    if (job.exhibit.evidence != nullptr && !tries_alone(order) && !order.one_by_one) {
      const AtWork measuring(*job.marks, {WorkStep::sweep, 0, 0});
      pace_ = measure_pace(*job.exhibit.evidence, inventory_);
    }
    if (job.look != nullptr && job.look->classes != nullptr) {
      for (const PictureClass& one : classes_of(*job.look->classes)) {
        class_points_.push_back(one.points);
      }
    }
    for (const FileId id : order.examined) mark(gleaned_.has_outcome, id);
    for (const FileId id : order.settled) mark(is_settled_, id);
    if (!order.alone.empty()) {
      is_left_out_.assign(inventory_.files.size(), true);
      for (const FileId id : order.alone) {
        if (id < is_left_out_.size()) is_left_out_[id] = false;
      }
    }
  }

  Result<void> run() {
    if (order_.until == Tier::inventory) return settle_without_reading();
    if (!order_.alone_chunks.empty()) return run_chunks_alone();
    const bool everything = order_.until == Tier::everything;
    const bool alone = !order_.alone.empty();
    Result<void> done;
    const bool skips_early = everything && (alone || order_.one_pass);
    if (!skips_early) done = run_early_tiers();
    if (done && !skips_early && order_.until >= Tier::look) done = run_look_tier();
    if (done && everything) done = run_last_tier();
    return done;
  }

 private:
  static void mark(std::vector<bool>& list, FileId id) {
    if (id < list.size()) list[id] = true;
  }

  [[nodiscard]] bool is_open(FileId file) const {
    return !gleaned_.has_outcome[file] && (is_left_out_.empty() || !is_left_out_[file]);
  }
  [[nodiscard]] bool searches_space() const {
    return (job_.rules->know_blocks() || job_.keeps_blocks) &&
           job_.exhibit.evidence != nullptr && order_.alone.empty();
  }

  Result<void> run_batches(Tier tier, std::vector<Batch> batches) {
    job_.tier = tier;
    job_.in_plan_order = tier == Tier::probe;
    job_.later_milliseconds = tier == Tier::everything ? 0 : later_;
    job_.batches = std::move(batches);
    if (job_.batches.empty()) return {};
    return order_.serial
               ? run_serially(job_)
               : run_parallel(job_, {order_.threads, order_.memory_budget_bytes});
  }

  // Of names that share one content, the first that is wanted stands for the others.
  std::vector<Batch> plan_files(const std::vector<bool>& wanted) {
    job_.other_names.clear();
    for (const FileOutline& file : inventory_.files.outlines()) {
      const FileId other = file.same_content_as;
      if (other != kNoFile && wanted[file.id] && wanted[other] &&
          file.content != ContentKind::none) {
        job_.other_names[other].push_back(file.id);
      }
    }
    auto batches =
        plan_in_device_order(inventory_, wanted, pace_.seeks() ? 1 : kStreams);
    return order_.one_by_one ? one_by_one(inventory_, batches) : batches;
  }

  // Only what the inventory itself settles has an outcome without reading.
  Result<void> settle_without_reading() {
    std::vector<bool> wanted(inventory_.files.size(), false);
    for (const FileOutline& file : inventory_.files.outlines()) {
      wanted[file.id] = is_open(file.id) && file.content == ContentKind::none;
    }
    return run_wanted(Tier::inventory, wanted);
  }

  Result<void> run_early_tiers() {
    auto done = settle_without_reading();
    if (done && job_.rules->settle_files()) done = settle_by_size();
    if (done && order_.alone.empty()) done = announce();
    if (done && job_.rules->settle_files()) {
      done = probe_heads();
    } else if (done && order_.until != Tier::everything) {
      done = wait_for_all();
    }
    // What is met for certain comes before what is met by chance.
    if (done && order_.until != Tier::probe) done = confirm_files();
    if (done && searches_space()) done = probe_space();
    if (done && order_.until == Tier::probe) done = leave_unconfirmed();
    if (done) done = tier_done(Tier::probe);
    if (!done || order_.until == Tier::probe) return done;
    done = confirm_leads();
    return done ? tier_done(Tier::confirm) : done;
  }

  Result<void> tier_done(Tier tier) {
    return order_.alone.empty() ? job_.send(TierDone{tier}) : Result<void>();
  }

  // No set can settle anything before the last tier.
  Result<void> wait_for_all() {
    FilesSettled waiting{FileOutcome::unvisited, std::string(kOnlyWhole), {}};
    for (FileId id = 0; id < is_settled_.size(); ++id) {
      if (!is_open(id) || is_settled_[id]) continue;
      if (auto sent = settle(id, waiting); !sent) return sent;
    }
    return send_settled(waiting);
  }

  // What would be confirmed now, in a scan that goes no further.
  Result<void> leave_unconfirmed() {
    FilesSettled left{FileOutcome::unvisited, std::string(kMayBeListed), {}};
    for (const FileId id : gleaned_.to_confirm) {
      if (is_open(id)) left.files.push_back(id);
    }
    std::sort(left.files.begin(), left.files.end());
    return send_settled(left);
  }

  // Tells of many at once, but not of a whole inventory.
  Result<void> settle(FileId file, FilesSettled& settled) {
    settled.files.push_back(file);
    return settled.files.size() < kMostSettled ? Result<void>() : send_settled(settled);
  }
  Result<void> send_settled(FilesSettled& settled) {
    if (settled.files.empty()) return {};
    for (const FileId file : settled.files) is_settled_[file] = true;
    auto sent = job_.send(settled);
    settled.files.clear();
    return sent;
  }

  Result<void> settle_by_size() {
    FilesSettled skipped{FileOutcome::skipped, "no listed file has its size", {}};
    FilesSettled waiting{FileOutcome::unvisited, std::string(kOnlyWhole), {}};
    for (const FileOutline& file : inventory_.files.outlines()) {
      if (!is_open(file.id) || is_settled_[file.id]) continue;
      const auto need = job_.rules->by_size(inventory_.files.facts(file.first_name()));
      if (!need) return need.error();
      Result<void> sent;
      switch (*need) {
        case Need::nothing:
          sent = settle(file.id, skipped);
          break;
        case Need::waiting:
          sent = settle(file.id, waiting);
          break;
        case Need::whole:
          gleaned_.to_confirm.push_back(file.id);
          break;
        case Need::head:
          heads_.push_back(file.id);
          break;
      }
      if (!sent) return sent;
    }
    auto sent = send_settled(skipped);
    return sent ? send_settled(waiting) : sent;
  }

  // Says what each tier will take, before the first of them begins. What a probe will
  // keep is not known yet.
  Result<void> announce() {
    const double computing = bytes_digested_a_second();
    TierPlanned probe{Tier::probe,
                      heads_.size(),
                      0,
                      0,
                      heads_.size(),
                      heads_.size() * kBlockLength,
                      false,
                      0,
                      Bottleneck::reading};
    if (searches_space()) {
      const std::uint64_t free = space_bytes();
      probe.stride_bytes = sample_stride(free);
      probe.samples = free / probe.stride_bytes;
      probe.reads += probe.samples;
      probe.bytes += probe.samples * kCellBytes;
    }
    probe.milliseconds = milliseconds(pace_.seconds_for(probe.reads, probe.bytes));
    TierPlanned everything{Tier::everything,   0, 0, 0, 1, 0, true, 0,
                           Bottleneck::reading};
    for (const FileOutline& file : inventory_.files.outlines()) {
      if (!is_open(file.id) || file.content == ContentKind::none) continue;
      ++everything.files;
      everything.bytes += file.size;
    }
    const double hashing = static_cast<double>(everything.bytes) / computing;
    if (searches_space()) everything.bytes += space_bytes();
    const double reading = pace_.seconds_for(1, everything.bytes);
    if (hashing > reading) everything.bottleneck = Bottleneck::computing;
    everything.milliseconds = milliseconds(std::max(hashing, reading));
    if (order_.until == Tier::everything) later_ = everything.milliseconds;
    auto sent = job_.send(probe);
    return sent && order_.until == Tier::everything ? job_.send(everything) : sent;
  }

  static std::uint64_t milliseconds(double seconds) {
    return static_cast<std::uint64_t>(std::clamp(seconds, 0.0, 1e9) * 1000);
  }

  // By all threads; tried on a few megabytes.
  double bytes_digested_a_second() const {
    constexpr std::size_t kContents = 32;
    const std::vector<std::byte> content(64 * 1024 + 64);
    BatchDigester digester(job_.algorithms);
    for (std::size_t i = 0; i < kContents; ++i) {
      digester.begin();
      digester.add(content);
    }
    const auto began = std::chrono::steady_clock::now();
    static_cast<void>(digester.finish());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    return static_cast<double>(kContents * content.size()) *
           std::max(1u, order_.threads) / std::max(took.count(), 1e-6);
  }

  std::uint64_t space_bytes() {
    std::uint64_t bytes = 0;
    for (const SpaceStretch& stretch : space()) bytes += stretch.length;
    return bytes;
  }

  Result<void> probe_heads() { return read_heads(Tier::probe, heads_); }

  // Of names that share one content, the first stands for the others.
  Result<void> read_heads(Tier tier, const std::vector<FileId>& files) {
    std::vector<bool> wanted(inventory_.files.size(), false);
    for (const FileId id : files) wanted[id] = true;
    std::vector<FileId> first_names;
    job_.other_names.clear();
    for (const FileId id : files) {
      const FileId other = inventory_.files.facts(id).same_content_as;
      if (other != kNoFile && wanted[other]) {
        job_.other_names[other].push_back(id);
      } else {
        first_names.push_back(id);
      }
    }
    return run_batches(tier, plan_heads(inventory_, first_names, pace_.gap_bytes()));
  }

  // The likeliest first. Where the scan goes on to everything, and reading the heads of
  // all files would take a good part of that, names and sizes choose: what they do not
  // show is looked at on the way over the device.
  Result<void> run_look_tier() {
    if (job_.look == nullptr) return {};
    job_.latest = latest_written();
    gleaned_.to_look.assign(inventory_.files.size(), Likelihood::none);
    std::vector<FileId> unknown;
    std::uint64_t content_bytes = 0;
    for (const FileOutline& file : inventory_.files.outlines()) {
      if (!is_open(file.id) || file.content == ContentKind::none || file.size == 0) {
        continue;
      }
      unknown.push_back(file.id);
      content_bytes += file.size;
    }
    Result<void> done;
    if (order_.until == Tier::everything &&
        heads_cost_too_much(unknown, content_bytes)) {
      judge_names(unknown);
    } else {
      done = read_heads(Tier::look, unknown);
    }
    if (done && order_.takes_glances && !tries_alone(order_) && !order_.one_by_one) {
      done = glance_at_pictures(unknown);
    }
    if (!done) return done;
    std::map<unsigned, std::vector<FileId>, std::greater<>> by_interest;
    for (const FileId id : unknown) {
      if (gleaned_.to_look[id] == Likelihood::none) continue;
      by_interest[interest_in(id)].push_back(id);
    }
    for (const auto& [interest, files] : by_interest) {
      std::vector<bool> wanted(inventory_.files.size(), false);
      for (const FileId id : files) wanted[id] = is_open(id);
      done = run_wanted(Tier::look, wanted);
      if (!done) return done;
    }
    return tier_done(Tier::look);
  }

  // Pictures are read twice for it: the first time for what they seem to show.
  Result<void> glance_at_pictures(const std::vector<FileId>& files) {
    std::vector<bool> wanted(inventory_.files.size(), false);
    for (const FileId id : files) {
      wanted[id] = is_open(id) && gleaned_.to_look[id] >= Likelihood::ordinary;
    }
    job_.only_glances = true;
    auto done = run_wanted(Tier::look, wanted);
    job_.only_glances = false;
    return done;
  }

  // What a place or a camera says is worth ten points a level of what a picture shows.
  [[nodiscard]] unsigned interest_in(FileId file) const {
    constexpr unsigned kPointsALevel = 10;
    constexpr unsigned kMostPoints = 100;
    unsigned points = 0;
    if (const auto glanced =
            job_.known_classes->of(inventory_.files.facts(file).first_name())) {
      for (const ClassRecord& one : *glanced) points += class_points_[one.number];
    }
    return kPointsALevel * static_cast<unsigned>(gleaned_.to_look[file]) +
           std::min(points, kMostPoints);
  }

  // A content is as likely as the likeliest of its names: they are looked at together.
  void judge_names(const std::vector<FileId>& files) {
    for (const FileId id : files) {
      const FileRecord file = inventory_.files[id];
      Likelihood& first = gleaned_.to_look[file.first_name()];
      first = std::max(first, likelihood_by_name(file, *job_.look, job_.latest));
    }
    for (const FileId id : files) {
      gleaned_.to_look[id] = gleaned_.to_look[inventory_.files.facts(id).first_name()];
    }
  }

  [[nodiscard]] bool heads_cost_too_much(const std::vector<FileId>& files,
                                         std::uint64_t content_bytes) const {
    constexpr double kMostShare = 0.1;
    if (!pace_.is_measured) return false;
    const std::uint64_t bytes = files.size() * std::uint64_t{kBlockLength};
    return pace_.seconds_for(files.size(), bytes) >
           kMostShare * pace_.seconds_for(1, content_bytes) + 1;
  }

  [[nodiscard]] std::optional<Instant> latest_written() const {
    std::optional<Instant> latest;
    for (const FileRecord& file : inventory_.files) {
      const auto& written = file.times.modified;
      if (written && (!latest || written->seconds > latest->seconds)) latest = written;
    }
    return latest;
  }

  Result<void> confirm_files() {
    std::vector<bool> wanted(inventory_.files.size(), false);
    for (const FileId id : gleaned_.to_confirm) {
      wanted[id] = is_open(id);
    }
    return run_wanted(Tier::confirm, wanted);
  }

  Result<void> run_wanted(Tier tier, const std::vector<bool>& wanted) {
    if (order_.alone.empty()) return run_batches(tier, plan_files(wanted));
    std::vector<FileId> files;
    for (const FileId id : order_.alone) {
      if (id < wanted.size() && wanted[id]) files.push_back(id);
    }
    job_.other_names.clear();
    return run_batches(tier, plan_one_by_one(inventory_, files));
  }

  const std::vector<SpaceStretch>& space() {
    if (!space_) {
      space_ = free_space(inventory_, job_.exhibit.evidence->size_bytes());
    }
    return *space_;
  }

  // Sampled again from where the record says that it stopped.
  Result<void> probe_space() {
    std::vector<SampledStretch> stretches;
    for (const SpaceStretch& stretch : space()) {
      stretches.push_back(
          {stretch.offset, stretch.length, stretch.grid_bytes, stretch.grid_offset});
    }
    const std::uint64_t stride = sample_stride(space_bytes());
    const auto samples = plan_samples(stretches, stride, seed_);
    auto sent =
        job_.send(SamplesPlanned{stride, static_cast<std::uint32_t>(samples.size())});
    if (!sent) return sent;
    std::vector<Batch> batches;
    const std::size_t most = order_.one_by_one ? 1 : kSamplesPerBatch;
    for (std::size_t i = order_.samples_done; i < samples.size(); i += most) {
      Batch& batch = batches.emplace_back();
      batch.kind = Batch::Kind::space;
      const std::size_t end = std::min(samples.size(), i + most);
      for (std::size_t j = i; j < end; ++j) {
        const SpaceStretch& whole = space()[samples[j].stretch];
        SpaceStretch cell = whole;
        cell.offset = samples[j].offset;
        cell.end = cell.offset + samples[j].length;
        cell.length = std::min(kCellBytes, cell.end - cell.offset);
        batch.stretches.push_back(cell);
      }
      batch.samples = static_cast<std::uint32_t>(end - i);
      plan_stretch_reads(batch, pace_.gap_bytes());
    }
    job_.other_names.clear();
    return run_batches(Tier::probe, std::move(batches));
  }

  // What samples met tells where to look: at deleted files that lie there, and at the
  // free space where the rest of the content would be.
  Result<void> confirm_leads() {
    if (gleaned_.leads.empty()) return {};
    auto done = run_wanted(Tier::confirm, files_at_leads());
    if (!done || !order_.alone.empty()) return done;
    auto batches = plan_around_leads();
    if (!batches) return std::move(batches).error();
    job_.other_names.clear();
    return run_batches(Tier::confirm, std::move(*batches));
  }

  // But for chunks that are done.
  [[nodiscard]] Result<std::vector<Batch>> plan_around_leads() {
    std::vector<Batch> batches;
    const auto around = space_at_leads();
    if (!around) return around.error();
    for (const Run& run : *around) {
      const auto part = part_of_space(space(), run.offset, run.offset + run.length);
      for (Batch& batch : plan_space(part, order_.chunks_done)) {
        batch.chunk = SpaceSearched::kNoChunk;
        batches.push_back(std::move(batch));
      }
    }
    return batches;
  }

  // What is searched of these chunks in the tier that the scan ends with.
  Result<void> run_chunks_alone() {
    if (!searches_space() || order_.until == Tier::probe) return {};
    Result<std::vector<Batch>> planned = order_.until == Tier::everything
                                             ? plan_space(space(), order_.chunks_done)
                                             : plan_around_leads();
    if (!planned) return std::move(planned).error();
    std::vector<Batch> batches;
    for (const std::uint32_t chunk : order_.alone_chunks) {
      for (const Batch& batch : *planned) {
        if (batch.place / kSpaceChunkBytes == chunk) batches.push_back(batch);
      }
    }
    const bool everything = order_.until == Tier::everything;
    return run_batches(everything ? Tier::everything : Tier::confirm,
                       std::move(batches));
  }

  [[nodiscard]] std::vector<bool> files_at_leads() const {
    std::vector<std::uint64_t> offsets;
    for (const BlockRunRecord& lead : gleaned_.leads) offsets.push_back(lead.offset);
    std::sort(offsets.begin(), offsets.end());
    std::vector<bool> wanted(inventory_.files.size(), false);
    for (const FileOutline& file : inventory_.files.outlines()) {
      if (file.allocated || !is_open(file.id)) continue;
      wanted[file.id] = std::ranges::any_of(file.runs, [&offsets](const Run& run) {
        if (run.is_hole()) return false;
        const auto next = std::lower_bound(offsets.begin(), offsets.end(), run.offset);
        return next != offsets.end() && *next < run.offset + run.length;
      });
    }
    return wanted;
  }

  // United and rising.
  [[nodiscard]] Result<std::vector<Run>> space_at_leads() {
    std::vector<Run> around;
    for (const BlockRunRecord& lead : gleaned_.leads) {
      std::uint64_t before = kAroundBytes;
      std::uint64_t after = kAroundBytes;
      const auto size = (*job_.sets)[lead.set].size_of(lead.entry);
      if (!size) return size.error();
      if (lead.first_block && *size) {
        before = std::uint64_t{*lead.first_block} * kBlockLength;
        after = **size - std::min(**size, before);
      }
      before = std::min({before, lead.offset, kMostAroundBytes});
      after = std::min(after, kMostAroundBytes);
      around.push_back({lead.offset - before, before + after});
    }
    std::sort(around.begin(), around.end(),
              [](const Run& a, const Run& b) { return a.offset < b.offset; });
    std::vector<Run> united;
    for (const Run& run : around) {
      if (united.empty() || run.offset > united.back().offset + united.back().length) {
        united.push_back(run);
        continue;
      }
      Run& last = united.back();
      last.length =
          std::max(last.offset + last.length, run.offset + run.length) - last.offset;
    }
    return united;
  }

  Result<void> run_last_tier() {
    std::vector<bool> wanted(inventory_.files.size(), false);
    for (FileId id = 0; id < wanted.size(); ++id) wanted[id] = is_open(id);
    if (!order_.alone.empty()) return run_wanted(Tier::everything, wanted);
    auto batches = plan_files(wanted);
    if (searches_space()) {
      auto chunks = plan_space(space(), order_.chunks_done);
      // Of one step at a time, files say more than the space between them.
      if (order_.one_by_one) {
        std::move(chunks.begin(), chunks.end(), std::back_inserter(batches));
      } else {
        batches = merge_in_device_order(std::move(batches), std::move(chunks));
      }
    }
    return run_batches(Tier::everything, std::move(batches));
  }

  ScanJob& job_;
  const ScanOrder& order_;
  std::uint64_t seed_;
  const Inventory& inventory_;
  DevicePace pace_;
  std::uint64_t later_ = 0;  // milliseconds that the last tier will take
  std::vector<bool> is_settled_;
  std::vector<bool> is_left_out_;  // empty: none
  std::vector<FileId> heads_;
  std::vector<unsigned> class_points_;  // by number of the class
  Gleaned gleaned_;
  std::optional<std::vector<SpaceStretch>> space_;
};

}  // namespace

Result<void> scan_in_tiers(ScanJob& job, const ScanOrder& order, std::uint64_t seed) {
  return TieredScan(job, order, seed).run();
}

}  // namespace winnow
