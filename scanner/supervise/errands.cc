#include "scanner/supervise/errands.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

#include "base/text.h"
#include "scanner/supervise/attempt.h"
#include "scanner/supervise/interruption.h"
#include "scanner/supervise/watchdog.h"

namespace winnow {
namespace {

// Takes a message; says whether more are wanted.
using Listener = std::function<Result<bool>(const Message&)>;

// How the child ended by itself, or was ended; "" if it went well or was told enough.
struct Errander {
  const Exhibit& exhibit;
  const ScanSettings& settings;
  const Ledger* ledger = nullptr;  // that knows the files, if any are to be tried

  [[nodiscard]] std::uint64_t content_bytes(const WorkPlace& place) const {
    if (ledger == nullptr || place.number >= ledger->files().size()) return 0;
    return ledger->files().outline(static_cast<FileId>(place.number)).size;
  }

  Result<std::string> send(ScanOrder order, const Listener& listener) const {
    for (const EvidenceFile& file : exhibit.files.segments) {
      order.segment_names.push_back(file.name);
    }
    order.serial = true;
    const ItemLimits limits = limits_of(exhibit, settings);
    order.memory_limit_bytes = limits.memory_bytes;
    auto child = start_worker(exhibit, {}, settings);
    if (!child) return std::move(child).error();
    auto sent = child->channel().send(order);
    if (sent) sent = child->channel().flush();
    // A child that is gone already says so by how it ended.
    if (!sent) return child->wait_or_kill();
    Watchdog watchdog(child->board(), child->pid(), limits,
                      evidence_file_bytes(exhibit.files),
                      [this](const WorkPlace& place) { return content_bytes(place); });
    return listen(*child, watchdog, listener);
  }

 private:
  static Result<std::string> listen(ChildProcess& child, Watchdog& watchdog,
                                    const Listener& listener) {
    while (true) {
      const auto has_words = child.await_words(kWatchInterval);
      if (!has_words) return has_words.error();
      if (watchdog.look()) {
        child.kill();
        static_cast<void>(child.wait());
        return std::string("was ended because it took too long");
      }
      if (!*has_words) continue;
      const auto frame = child.channel().receive();
      if (!frame || !*frame) return child.wait_or_kill();
      watchdog.heard();
      const auto message = decode(**frame);
      if (!message) {
        child.kill();
        return "was ended: " + message.error().what;
      }
      const auto more = listener(*message);
      if (!more) return more.error();
      if (!*more) return std::string();
    }
  }
};

bool is_same(const InventoryDone& a, const InventoryDone& b) {
  return a.files == b.files && a.checksum == b.checksum;
}

// What was asked for by its number is `what` no more.
Fault has_changed(const Exhibit& exhibit, const std::string& what) {
  return {FaultKind::usage,
          "has changed since it was scanned: its files are not the same, and " + what +
              " may not be there",
          printable_utf8(exhibit.files.path), std::nullopt};
}

Fault cannot_be_opened(const Exhibit& exhibit, const std::string& ending) {
  return {FaultKind::io,
          "cannot be opened: the worker " +
              (ending.empty() ? "gave no answer" : ending) +
              "; the image may be damaged, copy it again from the original",
          printable_utf8(exhibit.files.path), std::nullopt};
}

constexpr std::size_t kMostClasses = 1'024;
constexpr std::size_t kLongestClassName = 256;
constexpr std::uint32_t kMostClassPoints = 100;
constexpr std::uint64_t kMostMemory = std::uint64_t{4}
                                      << 30;  // of one thread's classes

// The child has just run a model that may be hostile: its word is looked at.
std::string why_refused(const ClassesKnown& told, const ScanSettings& settings) {
  const bool is_sound =
      !told.classes.empty() && told.classes.size() <= kMostClasses &&
      std::all_of(told.classes.begin(), told.classes.end(), [](const auto& one) {
        return !one.name.empty() && one.name.size() <= kLongestClassName &&
               one.points <= kMostClassPoints;
      });
  if (!is_sound) return "cannot be used: the worker that tried it told nonsense";
  if (told.memory_bytes > kMostMemory) {
    return "takes " + grouped(told.memory_bytes >> 20) +
           " MiB for each thread, more than the " + grouped(kMostMemory >> 20) +
           " it may have; bring a smaller model";
  }
  // On a loaded machine, and for a larger picture, it takes longer.
  const auto limit = static_cast<std::uint64_t>(settings.item_limit.count()) / 4;
  if (told.milliseconds > limit) {
    return "takes " + grouped(told.milliseconds) +
           " ms for one picture, more than a quarter of what one file may take; bring "
           "a "
           "faster model, or give a longer --item-limit";
  }
  return "";
}

}  // namespace

Result<EvidenceRecord> check_exhibit(const Exhibit& exhibit,
                                     const ScanSettings& settings) {
  ScanOrder order;
  order.errand = Errand::check;
  std::optional<EvidenceRecord> evidence;
  const auto ending = Errander{exhibit, settings}.send(
      order, [&evidence](const Message& message) -> Result<bool> {
        if (const auto* broken = std::get_if<Broken>(&message)) return broken->fault;
        if (const auto* opened = std::get_if<Opened>(&message)) {
          evidence = opened->evidence;
        }
        return !evidence;
      });
  if (!ending) return ending.error();
  if (!evidence) return cannot_be_opened(exhibit, *ending);
  return *std::move(evidence);
}

Result<ClassesKnown> check_classes(const ScanSettings& settings) {
  ScanOrder order;
  order.errand = Errand::classes;
  order_classes(*settings.classes, order);
  std::optional<ClassesKnown> told;
  const Exhibit none;
  const auto ending = Errander{none, settings}.send(
      order, [&told](const Message& message) -> Result<bool> {
        if (const auto* broken = std::get_if<Broken>(&message)) return broken->fault;
        if (const auto* known = std::get_if<ClassesKnown>(&message)) told = *known;
        return !told;
      });
  if (!ending) return ending.error();
  const auto& model = settings.classes->model;
  const std::string place = model ? model->model_path : "the classes of pictures";
  if (!told) {
    return Fault{FaultKind::malformed,
                 "cannot be used: the worker that tried it " +
                     (ending->empty() ? "gave no answer" : *ending) +
                     "; export the model anew, or scan without it",
                 place,
                 {}};
  }
  if (const std::string why = why_refused(*told, settings); !why.empty()) {
    return Fault{FaultKind::unsupported, why, place, {}};
  }
  for (PictureClass& one : told->classes) one.name = printable_utf8(one.name);
  return *std::move(told);
}

Result<DigestedEvidence> digest_evidence(const Exhibit& exhibit,
                                         const ScanSettings& settings,
                                         ScanWatcher& watcher) {
  ScanOrder order;
  order.errand = Errand::digest;
  order.algorithms = settings.algorithms.bits();
  DigestedEvidence digested;
  bool is_done = false;
  const auto ending = Errander{exhibit, settings}.send(
      order, [&](const Message& message) -> Result<bool> {
        if (const auto* broken = std::get_if<Broken>(&message)) return broken->fault;
        if (const auto* opened = std::get_if<Opened>(&message)) {
          digested.evidence = opened->evidence;
        } else if (const auto* progress = std::get_if<Progress>(&message)) {
          watcher.progressed(*progress);
        } else if (const auto* known = std::get_if<EvidenceDigested>(&message)) {
          digested.digests = known->digests;
          is_done = true;
        }
        return !is_done;
      });
  if (!ending) return ending.error();
  if (!is_done) return cannot_be_opened(exhibit, *ending);
  return digested;
}

Result<std::string> reproduce(const Exhibit& exhibit, const ScanSettings& settings,
                              const Ledger& ledger, const WorkPlace& place) {
  ScanOrder order;
  order.algorithms = settings.algorithms.bits();
  // A place of the walk is gone to again by a child that only takes the inventory.
  const bool is_look = place.step == WorkStep::look;
  const bool is_file = is_look || place.step == WorkStep::file;
  const std::uint64_t file = is_look ? looked_file(place) : place.number;
  order.until = is_file ? Tier::everything : Tier::inventory;
  order.takes_pictures = is_look && ledger.run()->takes_pictures;
  order.takes_known_pictures = order.takes_pictures;
  order.barred = ledger.barred();
  if (is_file) {
    std::erase_if(order.barred, [&](const Barred& one) { return one.place == place; });
    if (file >= ledger.files().size() || !ledger.inventory()) {
      return Fault{FaultKind::usage, "is no file of that exhibit", to_text(place), {}};
    }
    order.inventory_known = true;
    order.alone = {static_cast<FileId>(file)};
  } else if (std::erase_if(order.barred, [&](const Barred& barred) {
               return barred.place == place;
             }) == 0) {
    return Fault{FaultKind::usage, "is no place at which that exhibit's scan failed",
                 to_text(place), std::nullopt};
  }
  auto ending = Errander{exhibit, settings, &ledger}.send(
      order, [&](const Message& message) -> Result<bool> {
        if (const auto* broken = std::get_if<Broken>(&message)) return broken->fault;
        const auto* listed = std::get_if<InventoryDone>(&message);
        if (is_file && listed != nullptr && !is_same(*listed, *ledger.inventory())) {
          return has_changed(exhibit, "what the worker died of");
        }
        return true;
      });
  if (!ending) return ending;
  if (!ending->empty()) return ending;
  const bool was_classed = is_look && !ledger.run()->classes.empty();
  return std::string("ended well") +
         (was_classed
              ? "; the classes of pictures, which that scan told, were not tried"
              : "");
}

Result<GlimpseSeen> see_picture(const Exhibit& exhibit, const ScanSettings& settings,
                                const Ledger& ledger, const PicturePlace& place,
                                const Digests& of_file) {
  ScanOrder order;
  order.errand = Errand::glimpse;
  order.algorithms = settings.algorithms.bits();
  order.takes_pictures = true;  // videos too
  order.barred = ledger.barred();
  order.inventory_known = true;
  order.alone = {place.content.file};
  order.picture = place;
  order.picture_file = of_file;
  std::optional<GlimpseSeen> seen;
  const auto ending = Errander{exhibit, settings, &ledger}.send(
      order, [&](const Message& message) -> Result<bool> {
        if (const auto* broken = std::get_if<Broken>(&message)) return broken->fault;
        const auto* listed = std::get_if<InventoryDone>(&message);
        if (listed != nullptr && !is_same(*listed, *ledger.inventory())) {
          return has_changed(exhibit, "the picture");
        }
        if (const auto* glimpse = std::get_if<GlimpseSeen>(&message)) seen = *glimpse;
        return !seen;
      });
  if (!ending) return ending.error();
  if (seen) return *std::move(seen);
  return Fault{FaultKind::malformed,
               "cannot be shown: the worker that decoded it " +
                   (ending->empty() ? "gave no answer" : *ending),
               "", std::nullopt};
}

}  // namespace winnow
