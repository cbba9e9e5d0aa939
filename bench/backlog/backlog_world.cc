#include "bench/backlog/backlog_world.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <utility>

#include "bench/backlog/backlog_answers.h"
#include "bench/backlog/backlog_random.h"

namespace winnow::backlog {
namespace {

std::string numbered(const char* word, std::size_t number) {
  char text[32];
  std::snprintf(text, sizeof text, "%s%05zu", word, number);
  return text;
}

class Drawing {
 public:
  Drawing(const Numbers& numbers, std::uint64_t seed) : n_(numbers), draw_(seed) {}

  Backlog take() {
    while (backlog_.exhibits.size() < static_cast<std::size_t>(n_.on_hand)) {
      const double u = draw_.unit();
      const auto age = static_cast<std::int64_t>(n_.oldest_days * u * u * u);
      search(kFirstDay - age);
    }
    backlog_.exhibits.resize(static_cast<std::size_t>(n_.on_hand));
    const double exhibits_a_day =
        n_.examiners * n_.hours_a_day * n_.arrivals_share / kMeanHours;
    const double searches_a_day = exhibits_a_day / exhibits_a_search();
    for (int day = 0; day < n_.arrival_days; ++day) {
      for (int i = draw_.poisson(searches_a_day); i > 0; --i) search(kFirstDay + day);
    }
    for (Exhibit& exhibit : backlog_.exhibits) note_days(exhibit);
    std::sort(backlog_.exhibits.begin(), backlog_.exhibits.end(),
              [](const Exhibit& a, const Exhibit& b) {
                return std::tie(a.known_on, a.seized_on, a.ref) <
                       std::tie(b.known_on, b.seized_on, b.ref);
              });
    return std::move(backlog_);
  }

 private:
  [[nodiscard]] double exhibits_a_search() const {
    // A geometric number cut at `most` falls a little short of its mean.
    const double stay = 1 - 1 / n_.devices_mean;
    double devices = 0;
    double reached = 1;
    for (int i = 0; i < n_.devices_most; ++i, reached *= stay) devices += reached;
    return n_.victim_or_witness +
           (1 - n_.victim_or_witness) * (1 + n_.second_suspect) * devices;
  }

  // The holders of one address, all their devices seized on one day.
  void search(std::int64_t day) {
    const std::string household = numbered("H", ++households_);
    if (draw_.chance(n_.victim_or_witness)) {
      Holder holder;
      holder.is_suspect = false;
      holder.holds = draw_.chance(n_.victim_holds);
      seize(std::move(holder), household, day);
      return;
    }
    Holder first;
    first.holds = draw_.chance(n_.suspect_holds);
    first.is_producer = first.holds && draw_.chance(n_.producer);
    first.has_access = draw_.chance(first.is_producer ? n_.producer_access : n_.access);
    const bool has_access = first.has_access;
    seize(std::move(first), household, day);
    if (!draw_.chance(n_.second_suspect)) return;
    Holder second;  // who lives with the same children
    second.holds = draw_.chance(n_.second_suspect_holds);
    second.has_access = has_access;
    seize(std::move(second), household, day);
  }

  void seize(Holder holder, const std::string& household, std::int64_t day) {
    holder.key = numbered("S", backlog_.holders.size() + 1);
    holder.household = household;
    const std::size_t index = backlog_.holders.size();
    const Intake intake = draw_intake(n_, holder, day, draw_);
    const int count =
        holder.is_suspect ? draw_.geometric(n_.devices_mean, n_.devices_most) : 1;
    const std::size_t begin = backlog_.exhibits.size();
    for (int i = 0; i < count; ++i) {
      Exhibit exhibit;
      exhibit.ref = numbered("E", backlog_.exhibits.size() + 1);
      exhibit.holder = index;
      exhibit.kind = draw_kind(holder);
      exhibit.seized_on = day;
      exhibit.holds = holder.holds && draw_.chance(i == 0 ? n_.main_device_holds
                                                          : n_.other_device_holds);
      backlog_.exhibits.push_back(std::move(exhibit));
    }
    backlog_.holders.push_back(holder);
    if (holder.holds) fill(holder, begin);
    for (std::size_t i = begin; i < backlog_.exhibits.size(); ++i) {
      Exhibit& exhibit = backlog_.exhibits[i];
      exhibit.hours = draw_hours(exhibit);
      draw_answers(n_, intake, exhibit, draw_);
    }
  }

  DeviceKind draw_kind(const Holder& holder) {
    if (!holder.is_suspect) return DeviceKind::phone;
    const double u = draw_.unit();
    if (u < n_.phones) return DeviceKind::phone;
    return u < n_.phones + n_.computers ? DeviceKind::computer : DeviceKind::storage;
  }

  // Spreads what the holder has over the devices that hold something.
  void fill(const Holder& holder, std::size_t begin) {
    auto& exhibits = backlog_.exhibits;
    std::vector<std::pair<std::size_t, double>> parts;
    double whole = 0;
    for (std::size_t i = begin; i < exhibits.size(); ++i) {
      if (exhibits[i].holds) parts.emplace_back(i, draw_.uniform(0.2, 1));
    }
    if (parts.empty()) parts.emplace_back(begin, 1);
    for (const auto& part : parts) whole += part.second;
    const bool makes = holder.is_producer || !holder.is_suspect;
    const bool collects = holder.is_suspect &&
                          (!holder.is_producer || draw_.chance(n_.producer_collects));
    const double pictures =
        collects ? std::min(draw_.log_normal(n_.pictures_median, n_.pictures_sigma),
                            n_.pictures_most)
                 : 0;
    const double made =
        makes ? draw_.log_normal(n_.first_generation, n_.first_generation_sigma) : 0;
    const double listed = draw_.uniform(n_.listed_low, n_.listed_high);
    for (const auto& [i, weight] : parts) {
      Exhibit& exhibit = exhibits[i];
      const double share = weight / whole;
      exhibit.holds = true;
      exhibit.listed = static_cast<std::uint64_t>(pictures * share * listed);
      exhibit.first_generation = static_cast<std::uint64_t>(made * share);
      exhibit.unlisted = static_cast<std::uint64_t>(pictures * share * (1 - listed)) +
                         exhibit.first_generation;
      if (exhibit.listed + exhibit.unlisted == 0) exhibit.unlisted = 1;
    }
  }

  double draw_hours(const Exhibit& exhibit) {
    const double median = exhibit.kind == DeviceKind::phone      ? n_.phone_hours
                          : exhibit.kind == DeviceKind::computer ? n_.computer_hours
                                                                 : n_.storage_hours;
    const auto pictures = static_cast<double>(exhibit.listed + exhibit.unlisted);
    return draw_.log_normal(median, n_.hours_sigma) +
           std::min(pictures / n_.pictures_graded_hour, n_.grading_hours_most);
  }

  // Those on hand are known and scanned on the first day; the others are known on the
  // morning after, and scanned some days later.
  void note_days(Exhibit& exhibit) {
    const bool is_on_hand = noted_ < n_.on_hand;
    ++noted_;
    exhibit.known_on = is_on_hand ? kFirstDay : exhibit.seized_on + 1;
    exhibit.scanned_on =
        exhibit.known_on + (is_on_hand ? 0 : draw_.between(1, n_.scan_days_most));
  }

  const Numbers& n_;
  Draw draw_;
  Backlog backlog_;
  std::size_t households_ = 0;
  int noted_ = 0;
};

}  // namespace

Backlog draw_backlog(const Numbers& numbers, std::uint64_t seed) {
  return Drawing(numbers, seed).take();
}

}  // namespace winnow::backlog
