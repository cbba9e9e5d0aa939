#include "hashsets/building/sort_records.h"

#include <array>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

namespace winnow {
namespace {

// Fewer are sorted before a thread has started.
constexpr std::size_t kRecordsPerThread = 64 * 1024;
// Records of one bucket fit in the second-level cache while they are sorted.
constexpr std::size_t kBucketRecords = 2048;
constexpr unsigned kMostBucketBits = 16;
// Below this a bucket is sorted as it is.
constexpr std::size_t kFewRecords = 64;

struct Sortable {
  std::uint64_t prefix = 0;
  const std::byte* record = nullptr;
};

class RecordSort {
 public:
  RecordSort(std::byte* records, std::byte* spare, std::size_t count,
             std::size_t length)
      : records_(records),
        spare_(spare),
        count_(count),
        length_(length),
        bits_(std::min<unsigned>(kMostBucketBits, static_cast<unsigned>(std::bit_width(
                                                      count / kBucketRecords)))),
        threads_(
            std::clamp<std::size_t>(count / kRecordsPerThread, 1,
                                    std::max(1u, std::thread::hardware_concurrency()))),
        places_(threads_, std::vector<std::size_t>(bucket_count())),
        ends_(bucket_count()) {}

  void run() {
    on_all_threads([this](std::size_t thread) { count_buckets(thread); });
    place_buckets();
    on_all_threads([this](std::size_t thread) { scatter(thread); });
    on_all_threads([this](std::size_t thread) { sort_buckets(thread); });
  }

 private:
  [[nodiscard]] std::size_t bucket_count() const { return std::size_t{1} << bits_; }
  [[nodiscard]] std::size_t bucket_of(const std::byte* record) const {
    const unsigned first_two = std::to_integer<unsigned>(record[0]) << 8 |
                               std::to_integer<unsigned>(record[1]);
    return first_two >> (16 - bits_);
  }
  // The first record of a thread's share.
  [[nodiscard]] std::size_t share(std::size_t thread) const {
    return count_ / threads_ * thread + std::min(thread, count_ % threads_);
  }

  void on_all_threads(const std::function<void(std::size_t)>& work) const {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads_; ++i) others.emplace_back(work, i);
    work(0);
  }

  template <typename See>
  void for_share(std::size_t thread, const See& see) const {
    const std::byte* const end = records_ + share(thread + 1) * length_;
    for (const std::byte* record = records_ + share(thread) * length_; record != end;
         record += length_) {
      see(record);
    }
  }

  void count_buckets(std::size_t thread) {
    std::vector<std::size_t>& counts = places_[thread];
    for_share(thread, [&](const std::byte* record) { ++counts[bucket_of(record)]; });
  }

  // Bucket by bucket, and in each the threads one behind the other.
  void place_buckets() {
    std::size_t next = 0;
    for (std::size_t bucket = 0; bucket < bucket_count(); ++bucket) {
      for (std::vector<std::size_t>& places : places_) {
        next += std::exchange(places[bucket], next);
      }
      ends_[bucket] = next;
    }
  }

  void scatter(std::size_t thread) {
    std::vector<std::size_t>& places = places_[thread];
    for_share(thread, [&](const std::byte* record) {
      const std::size_t place = places[bucket_of(record)]++;
      copy_record(spare_ + place * length_, record, length_);
    });
  }

  // The buckets that begin in a thread's share.
  void sort_buckets(std::size_t thread) {
    std::vector<Sortable> bucket;
    std::vector<Sortable> finer;
    for (std::size_t b = 0; b < bucket_count(); ++b) {
      const std::size_t begin = b == 0 ? 0 : ends_[b - 1];
      if (begin < share(thread) || begin >= share(thread + 1)) continue;
      bucket.clear();
      for (std::size_t i = begin; i < ends_[b]; ++i) {
        const std::byte* record = spare_ + i * length_;
        bucket.push_back({prefix_of(record, length_), record});
      }
      sort_bucket(bucket, finer);
      std::byte* out = records_ + begin * length_;
      for (const Sortable& item : bucket) {
        copy_record(out, item.record, length_);
        out += length_;
      }
    }
  }

  // Once more into buckets, now by the eight bits that follow.
  void sort_bucket(std::vector<Sortable>& bucket, std::vector<Sortable>& finer) const {
    if (bucket.size() < kFewRecords) return sort_range(bucket.begin(), bucket.end());
    const auto place_of = [this](const Sortable& item) {
      return static_cast<std::size_t>(item.prefix << bits_ >> 56);
    };
    std::array<std::size_t, 257> starts{};
    for (const Sortable& item : bucket) ++starts[place_of(item) + 1];
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    finer.resize(bucket.size());
    std::array<std::size_t, 257> next = starts;
    for (const Sortable& item : bucket) finer[next[place_of(item)]++] = item;
    bucket.swap(finer);
    for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
      sort_range(bucket.begin() + static_cast<std::ptrdiff_t>(starts[i]),
                 bucket.begin() + static_cast<std::ptrdiff_t>(starts[i + 1]));
    }
  }

  void sort_range(std::vector<Sortable>::iterator begin,
                  std::vector<Sortable>::iterator end) const {
    std::sort(begin, end, [this](const Sortable& x, const Sortable& y) {
      if (x.prefix != y.prefix) return x.prefix < y.prefix;
      return std::memcmp(x.record, y.record, length_) < 0;
    });
  }

  std::byte* records_;
  std::byte* spare_;
  std::size_t count_;
  std::size_t length_;
  unsigned bits_;  // of a record, that choose its bucket
  std::size_t threads_;
  std::vector<std::vector<std::size_t>> places_;  // by thread and bucket: the next
  std::vector<std::size_t> ends_;                 // of the buckets
};

}  // namespace

void sort_records(std::byte* records, std::byte* spare, std::size_t count,
                  std::size_t length) {
  RecordSort(records, spare, count, length).run();
}

}  // namespace winnow
