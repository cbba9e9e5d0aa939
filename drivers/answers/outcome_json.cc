#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>
#include <string_view>

#include "drivers/answers/outcome_answer.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

void put(JsonWriter& json, std::string_view text) {
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(JsonWriter& json, const char* name, std::string_view text) {
  json.Key(name);
  put(json, text);
}

void put(JsonWriter& json, const char* name, std::uint64_t count) {
  json.Key(name);
  json.Uint64(count);
}

// Ten-thousandths: four digits after the point, and no rounding.
void put_fraction(JsonWriter& json, const char* name, std::uint32_t ten_thousandths) {
  std::string digits = std::to_string(ten_thousandths % kCertain);
  digits.insert(0, 4 - digits.size(), '0');
  const std::string text = std::to_string(ten_thousandths / kCertain) + "." + digits;
  json.Key(name);
  json.RawValue(text.data(), text.size(), rapidjson::kNumberType);
}

void put_share(JsonWriter& json, const char* name, const Share& share) {
  json.Key(name);
  json.StartObject();
  put(json, "part", std::uint64_t{share.part});
  put(json, "of", std::uint64_t{share.of});
  put_fraction(json, "low", share.low);
  put_fraction(json, "high", share.high);
  json.EndObject();
}

void put_yield(JsonWriter& json, const char* name, const char* group,
               const std::vector<Yield>& rows) {
  json.Key(name);
  json.StartArray();
  for (const Yield& row : rows) {
    json.StartObject();
    put(json, group, row.group);
    put(json, "examined", std::uint64_t{row.examined});
    put(json, "listed", std::uint64_t{row.listed});
    put(json, "unlisted", std::uint64_t{row.unlisted});
    put(json, "nothing", std::uint64_t{row.nothing});
    put(json, "impossible", std::uint64_t{row.impossible});
    put(json, "items", row.items);
    put(json, "minutes", row.minutes);
    put_share(json, "holding", row.holding);
    json.EndObject();
  }
  json.EndArray();
}

void put_misses(JsonWriter& json, const std::vector<Misses>& rows) {
  json.Key("misses");
  json.StartArray();
  for (const Misses& row : rows) {
    json.StartObject();
    put(json, "drawn", row.group);
    put(json, "put_last", std::uint64_t{row.put_last});
    put(json, "listed", std::uint64_t{row.listed});
    put(json, "unlisted", std::uint64_t{row.unlisted});
    put(json, "never_scanned", std::uint64_t{row.unscanned});
    put_share(json, "held", row.held);
    put_share(json, "missed", row.missed);
    json.Key("stated");
    json.StartArray();
    for (const StatedMiss& stated : row.stated) {
      json.StartObject();
      put(json, "bytes", stated.bytes);
      put_fraction(json, "at_most", stated.bound);
      put(json, "verdict", to_string(stated.verdict));
      json.EndObject();
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

void put_wait(JsonWriter& json, const char* name,
              const std::optional<WaitFigure>& figure) {
  json.Key(name);
  if (!figure) {
    json.Null();
    return;
  }
  json.StartObject();
  json.Key("seconds");
  json.Int64(figure->seconds);
  json.Key("at_least");
  json.Bool(figure->is_at_least);
  json.EndObject();
}

void put_waits(JsonWriter& json, const WaitTable& waits) {
  json.Key("waits");
  json.StartArray();
  for (const WaitRow& row : waits.rows) {
    json.StartObject();
    put(json, "until", to_string(row.milestone));
    put(json, "of", row.group);
    put(json, "exhibits", std::uint64_t{row.exhibits});
    put(json, "waiting", std::uint64_t{row.waiting});
    put(json, "left_without", std::uint64_t{row.gone});
    put_wait(json, "median", row.median);
    put_wait(json, "ninety_percent", row.nine_of_ten);
    put_wait(json, "oldest", row.oldest);
    json.EndObject();
  }
  json.EndArray();
  put(json, "without_seizure_time", std::uint64_t{waits.without_start});
}

}  // namespace

std::string figures_json(const OutcomeFigures& figures) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  put(json, "as_of", figures.as_of);
  put(json, "examined", std::uint64_t{figures.examined});
  put(json, "drawn", std::uint64_t{figures.drawn});
  put(json, "drawn_examined", std::uint64_t{figures.drawn_examined});
  put_yield(json, "yield_by_lane", "lane", figures.by_lane);
  put_yield(json, "yield_by_decile", "decile", figures.by_decile);
  put_misses(json, figures.misses);
  put_waits(json, figures.waits);
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string exceptions_json(const std::vector<ExceptionEntry>& entries,
                            const std::string& as_of) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartArray();
  for (const ExceptionEntry& entry : entries) {
    const auto since = entry.since ? utc_text({*entry.since, 0}) : std::nullopt;
    json.StartObject();
    put(json, "exception", to_string(entry.kind));
    json.Key("exhibit");
    if (entry.exhibit.empty()) {
      json.Null();
    } else {
      put(json, entry.exhibit);
    }
    put(json, "what", entry.what);
    json.Key("since");
    if (since) {
      put(json, *since);
    } else {
      json.Null();
    }
    put(json, "who", entry.who);
    put(json, "remedy", entry.remedy);
    put(json, "as_of", as_of);
    json.EndObject();
  }
  json.EndArray();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
