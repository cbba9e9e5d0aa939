#include "drivers/cli/bench_report.h"
#include "drivers/answers/words.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/answers_text.h"

namespace winnow {
namespace {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr unsigned kVersion = 1;

// ---- what is to be expected ----

double best_rate(const BenchReport& report) {
  double best = 0;
  for (const ReadSample& sample : report.reads) best = std::max(best, sample.rate());
  return best;
}

// Of a stage with `threads` threads; 0 if it was not measured.
double stage_rate(const BenchReport& report, const std::string& stage,
                  std::uint32_t threads) {
  double one = 0;
  double all = 0;
  for (const StageSample& sample : report.stages) {
    if (sample.stage != stage) continue;
    if (sample.threads == 1) one = static_cast<double>(sample.rate());
    if (sample.threads == report.threads) all = static_cast<double>(sample.rate());
  }
  if (report.threads <= 1) return one;
  return one + (all - one) * (threads - 1) / (report.threads - 1);
}

struct Held {
  double rate = 0;
  std::string by;
};

// Stages that one thread does one after the other, behind a device that reads ahead.
Held held_by(const BenchReport& report, const std::vector<std::string>& stages,
             std::uint32_t threads) {
  double seconds_a_byte = 0;
  double slowest = 0;
  Held held;
  for (const std::string& stage : stages) {
    const double rate = stage_rate(report, stage, threads);
    if (rate <= 0) continue;
    seconds_a_byte += 1 / rate;
    if (1 / rate <= slowest) continue;
    slowest = 1 / rate;
    held.by = stage;
  }
  if (seconds_a_byte > 0) held.rate = 1 / seconds_a_byte;
  const double device = best_rate(report);
  return held.rate > 0 && held.rate < device ? held : Held{device, "device"};
}

// ---- for people ----

std::string rate_text(double bytes_per_second) {
  return grouped(static_cast<std::uint64_t>(bytes_per_second / 1e6)) + " MB/s";
}

std::string size_text(std::uint32_t bytes) {
  return bytes >= 1u << 20 ? std::to_string(bytes >> 20) + " MiB"
                           : std::to_string(bytes >> 10) + " KiB";
}

std::string padded(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

constexpr std::size_t kColumn = 11;
constexpr std::size_t kWideColumn = 15;

const ReadSample* find_read(const std::vector<ReadSample>& reads, bool is_random,
                            std::uint32_t block_bytes, std::uint32_t depth) {
  const auto found =
      std::find_if(reads.begin(), reads.end(), [&](const ReadSample& sample) {
        return sample.plan.is_random == is_random &&
               sample.plan.block_bytes == block_bytes && sample.plan.depth == depth;
      });
  return found == reads.end() ? nullptr : &*found;
}

std::string read_table(const BenchReport& report, bool is_random) {
  std::set<std::uint32_t> sizes;
  std::set<std::uint32_t> depths;
  for (const ReadSample& sample : report.reads) {
    sizes.insert(sample.plan.block_bytes);
    depths.insert(sample.plan.depth);
  }
  std::string text = std::string("Reads ") + (is_random ? "anywhere" : "in order") +
                     (report.can_be_direct ? ", past the page cache" : "") +
                     ", MB/s; across: reads in flight\n" + padded("", kColumn);
  for (const std::uint32_t depth : depths) {
    text += padded(std::to_string(depth), kColumn);
  }
  text += "\n";
  for (const std::uint32_t size : sizes) {
    text += padded(size_text(size), kColumn);
    for (const std::uint32_t depth : depths) {
      const ReadSample* const sample = find_read(report.reads, is_random, size, depth);
      text += padded(sample == nullptr || sample->reads == 0
                         ? "-"
                         : grouped(static_cast<std::uint64_t>(sample->rate() / 1e6)),
                     kColumn);
    }
    text += "\n";
  }
  return text;
}

std::string micro_text(std::uint64_t nanoseconds) {
  return grouped(nanoseconds / 1000) + " us";
}

std::string latency_table(const BenchReport& report) {
  std::string text = "How long a read anywhere takes, one in flight\n" +
                     padded("", kColumn) + padded("50 %", kWideColumn) +
                     padded("95 %", kWideColumn) + padded("99 %", kWideColumn) + "\n";
  for (const ReadSample& sample : report.reads) {
    if (!sample.plan.is_random || sample.plan.depth != 1 || sample.reads == 0) continue;
    text += padded(size_text(sample.plan.block_bytes), kColumn) +
            padded(micro_text(sample.p50), kWideColumn) +
            padded(micro_text(sample.p95), kWideColumn) +
            padded(micro_text(sample.p99), kWideColumn) + "\n";
  }
  return text;
}

std::string buffered_table(const BenchReport& report) {
  std::string text =
      "Reads through the page cache, MB/s, and what of it was in memory already\n";
  for (const ReadSample& sample : report.buffered) {
    if (sample.reads == 0) continue;
    text += padded(size_text(sample.plan.block_bytes), kColumn) + " " +
            (sample.plan.is_random ? "anywhere" : "in order") + ", " +
            std::to_string(sample.plan.depth) + " in flight, " +
            (sample.plan.is_again ? "again:" : "first:") + " " +
            rate_text(sample.rate());
    if (sample.device_bytes && sample.bytes > 0) {
      const auto cached = sample.bytes - *sample.device_bytes;
      text += ", " + std::to_string(cached * 100 / sample.bytes) + " % in memory";
    }
    text += "\n";
  }
  if (!report.tells_device_bytes) {
    text += "  this system does not tell what came from the device\n";
  }
  return text;
}

// The rate in each whole interval; the last one may have been cut off.
std::vector<double> sustained_rates(const BenchReport& report) {
  std::vector<double> rates;
  for (const std::uint64_t bytes : report.sustained.by_interval) {
    rates.push_back(static_cast<double>(bytes) / report.interval_seconds);
  }
  if (rates.size() > 1) rates.pop_back();
  return rates;
}

std::string sustained_line(const BenchReport& report) {
  const std::vector<double> rates = sustained_rates(report);
  if (rates.empty() || report.sustained.reads == 0) return "";
  const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
  // A short run has few seconds.
  const auto tenths = static_cast<std::uint64_t>(report.sustained.seconds * 10 + 0.5);
  return "Sustained over " + grouped(tenths / 10) + "." + std::to_string(tenths % 10) +
         " s: " + rate_text(report.sustained.rate()) + ", at first " +
         rate_text(rates.front()) + ", at last " + rate_text(rates.back()) +
         ", least " + rate_text(*least) + ", most " + rate_text(*most) + "\n";
}

std::string error_line(const BenchReport& report) {
  std::uint64_t errors = report.sustained.errors;
  for (const auto* samples : {&report.reads, &report.buffered}) {
    for (const ReadSample& sample : *samples) errors += sample.errors;
  }
  return errors == 0 ? ""
                     : counted_text(errors, "read") +
                           " failed: the device has damaged places, or is failing\n";
}

std::string stage_table(const BenchReport& report) {
  std::string text = "What each stage could do alone\n" + padded("", kWideColumn) +
                     padded("1 thread", kWideColumn);
  if (report.threads > 1) {
    text += padded(counted_text(report.threads, "thread"), kWideColumn);
  }
  for (const StageSample& sample : report.stages) {
    if (sample.threads == 1) text += "\n" + padded(sample.stage, kWideColumn);
    text += padded(rate_text(static_cast<double>(sample.rate())), kWideColumn);
  }
  return text + "\n";
}

std::string expected_table(const BenchReport& report) {
  std::string text =
      "What to expect of a scan, and what holds it at or below the device's limit of " +
      rate_text(best_rate(report)) + "\n" + padded("threads", kColumn) +
      padded("files", kWideColumn) + "  held by      " +
      padded("the rest", kWideColumn) + "  held by\n";
  for (const Expected& one : expected_of(report)) {
    text += padded(std::to_string(one.threads), kColumn) +
            padded(rate_text(static_cast<double>(one.files)), kWideColumn) + "  " +
            one.files_held_by +
            std::string(13 - std::min<std::size_t>(13, one.files_held_by.size()), ' ') +
            padded(rate_text(static_cast<double>(one.rest)), kWideColumn) + "  " +
            one.rest_held_by + "\n";
  }
  return text;
}

// ---- for programs ----

void number(JsonWriter& json, const char* key, std::uint64_t value) {
  json.Key(key);
  json.Uint64(value);
}

void text(JsonWriter& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void flag(JsonWriter& json, const char* key, bool value) {
  json.Key(key);
  json.Bool(value);
}

void real(JsonWriter& json, const char* key, double value) {
  json.Key(key);
  json.Double(value);
}

void numbers(JsonWriter& json, const char* key,
             const std::vector<std::uint64_t>& values) {
  json.Key(key);
  json.StartArray();
  for (const std::uint64_t value : values) json.Uint64(value);
  json.EndArray();
}

void read_object(JsonWriter& json, const ReadSample& sample) {
  json.StartObject();
  text(json, "order", sample.plan.is_random ? "random" : "sequential");
  flag(json, "direct", sample.plan.is_direct);
  flag(json, "again", sample.plan.is_again);
  number(json, "block_bytes", sample.plan.block_bytes);
  number(json, "depth", sample.plan.depth);
  real(json, "seconds", sample.seconds);
  number(json, "reads", sample.reads);
  number(json, "errors", sample.errors);
  number(json, "bytes", sample.bytes);
  number(json, "bytes_per_second", static_cast<std::uint64_t>(sample.rate()));
  if (sample.device_bytes) {
    number(json, "device_bytes", *sample.device_bytes);
    number(json, "cache_bytes", sample.bytes - *sample.device_bytes);
  }
  json.Key("latency_ns");
  json.StartObject();
  number(json, "p50", sample.p50);
  number(json, "p95", sample.p95);
  number(json, "p99", sample.p99);
  numbers(json, "samples", sample.latencies);
  json.EndObject();
  json.EndObject();
}

void read_array(JsonWriter& json, const char* key,
                const std::vector<ReadSample>& samples) {
  json.Key(key);
  json.StartArray();
  for (const ReadSample& sample : samples) read_object(json, sample);
  json.EndArray();
}

void device_object(JsonWriter& json, const BenchReport& report) {
  json.Key("device");
  json.StartObject();
  text(json, "path", printable_utf8(report.device));
  text(json, "kind", report.is_block_device ? "block device" : "file");
  number(json, "size_bytes", report.size_bytes);
  flag(json, "direct_reads", report.can_be_direct);
  text(json, "device_bytes_from",
       report.tells_device_bytes ? "/proc/self/io read_bytes" : "not told");
  json.EndObject();
}

void stage_array(JsonWriter& json, const BenchReport& report) {
  json.Key("stages");
  json.StartArray();
  for (const StageSample& sample : report.stages) {
    json.StartObject();
    text(json, "stage", sample.stage);
    number(json, "threads", sample.threads);
    number(json, "bytes_per_second", sample.rate());
    numbers(json, "samples", sample.rates);
    json.EndObject();
  }
  json.EndArray();
}

void expected_array(JsonWriter& json, const BenchReport& report) {
  json.Key("expected");
  json.StartArray();
  for (const Expected& one : expected_of(report)) {
    json.StartObject();
    number(json, "threads", one.threads);
    number(json, "files_bytes_per_second", one.files);
    text(json, "files_held_by", one.files_held_by);
    number(json, "rest_bytes_per_second", one.rest);
    text(json, "rest_held_by", one.rest_held_by);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::vector<Expected> expected_of(const BenchReport& report) {
  if (report.stages.empty()) return {};  // it was stopped before
  std::set<std::uint32_t> counts = {report.threads};
  for (std::uint32_t n = 1; n < report.threads; n *= 2) counts.insert(n);
  std::vector<Expected> all;
  for (const std::uint32_t threads : counts) {
    const Held files = held_by(report, {kDigestStage}, threads);
    const Held rest = held_by(report, {kBlockStage, kSetStage}, threads);
    all.push_back({threads, static_cast<std::uint64_t>(files.rate),
                   static_cast<std::uint64_t>(rest.rate), files.by, rest.by});
  }
  return all;
}

std::string bench_text(const BenchReport& report) {
  std::string text =
      printable_utf8(report.device) + ": " + bytes_text(report.size_bytes) + ", " +
      (report.can_be_direct ? "" : "no direct reads, ") + "read only\n\n";
  text += read_table(report, false) + "\n" + read_table(report, true) + "\n" +
          latency_table(report) + "\n" + buffered_table(report) + "\n" +
          sustained_line(report) + error_line(report) + "\n";
  if (report.was_stopped) return text + "Stopped before all was measured.\n";
  return text + stage_table(report) + "\n" + expected_table(report);
}

std::string bench_json(const BenchReport& report) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  number(json, "version", kVersion);
  text(json, "tool_version", tool_version());
  device_object(json, report);
  number(json, "threads", report.threads);
  real(json, "seconds", report.seconds);
  flag(json, "stopped", report.was_stopped);
  read_array(json, "reads", report.reads);
  read_array(json, "buffered", report.buffered);
  json.Key("sustained");
  json.StartObject();
  json.Key("read");
  read_object(json, report.sustained);
  real(json, "interval_seconds", report.interval_seconds);
  numbers(json, "samples", report.sustained.by_interval);
  json.EndObject();
  stage_array(json, report);
  expected_array(json, report);
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
