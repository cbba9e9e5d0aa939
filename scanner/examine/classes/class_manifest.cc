#include "scanner/examine/classes/class_manifest.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/digester.h"

namespace winnow {
namespace {

using Json = rapidjson::Value;

constexpr std::uint32_t kLongestSide = 1024;
constexpr std::size_t kMostLabels = 1000;
constexpr std::size_t kLongestText = 100;

std::string_view text_of(const Json& value) {
  return {value.GetString(), value.GetStringLength()};
}

// Reads fields; the first that is wrong is remembered, and what is asked for after it
// gives whatever is harmless.
class Fields {
 public:
  explicit Fields(std::string place) : place_(std::move(place)) {}

  void refuse(const std::string& field, const std::string& remedy) {
    if (!fault_) {
      fault_ = Fault{FaultKind::malformed, "field " + field + " " + remedy, place_, {}};
    }
  }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

  // Null if it is missing or no object.
  const Json* object(const Json& in, const char* key, const std::string& field,
                     std::initializer_list<std::string_view> known) {
    const Json* value = member(in, key);
    if (value == nullptr || !value->IsObject()) {
      refuse(field, "must be an object");
      return nullptr;
    }
    only(*value, field + ".", known);
    return value;
  }
  void only(const Json& object, const std::string& prefix,
            std::initializer_list<std::string_view> known) {
    std::set<std::string_view> seen;
    for (const auto& [key, value] : object.GetObject()) {
      const std::string_view name = text_of(key);
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        refuse(prefix + std::string(name.substr(0, kLongestText)),
               "is not known: remove it");
      }
      if (!seen.insert(name).second) {
        refuse(prefix + std::string(name), "stands there twice: remove one");
      }
    }
  }
  std::string text(const Json& in, const char* key, const std::string& field) {
    const Json* value = member(in, key);
    if (value != nullptr && value->IsString() && value->GetStringLength() > 0 &&
        value->GetStringLength() <= kLongestText) {
      return std::string(text_of(*value));
    }
    refuse(field, "must be a text of 1 to 100 bytes");
    return "";
  }
  std::uint32_t whole(const Json* value, const std::string& field, std::uint32_t least,
                      std::uint32_t most) {
    if (value != nullptr && value->IsUint() && value->GetUint() >= least &&
        value->GetUint() <= most) {
      return value->GetUint();
    }
    refuse(field, "must be a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
    return least;
  }
  // The place of the word among `words`.
  std::size_t word(const Json& in, const char* key, const std::string& field,
                   std::initializer_list<std::string_view> words) {
    const Json* value = member(in, key);
    std::string all;
    std::size_t at = 0;
    for (const std::string_view known : words) {
      if (value != nullptr && value->IsString() && text_of(*value) == known) return at;
      all += (at++ == 0 ? "" : ", ") + std::string(known);
    }
    refuse(field, "must be one of " + all);
    return 0;
  }
  std::array<float, 3> numbers(const Json& in, const char* key,
                               const std::string& field, std::size_t count) {
    std::array<float, 3> read{};
    const Json* value = member(in, key);
    bool is_right = value != nullptr && value->IsArray() && value->Size() == count;
    for (rapidjson::SizeType i = 0; is_right && i < count; ++i) {
      const Json& number = (*value)[i];
      is_right = number.IsNumber() && std::abs(number.GetDouble()) <= 1e6;
      if (is_right) read[i] = static_cast<float>(number.GetDouble());
    }
    if (!is_right) {
      refuse(field, "must be an array of " + std::to_string(count) +
                        " numbers, one a channel, from -1000000 to 1000000");
    }
    return read;
  }
  float share(const Json& in, const char* key) {
    const Json* value = member(in, key);
    if (value != nullptr && value->IsNumber() && value->GetDouble() > 0 &&
        value->GetDouble() <= 1) {
      return static_cast<float>(value->GetDouble());
    }
    refuse(key, "must be a number above 0 and up to 1");
    return 1;
  }

  static const Json* member(const Json& in, const char* key) {
    const auto found = in.FindMember(key);
    return found == in.MemberEnd() ? nullptr : &found->value;
  }

 private:
  std::string place_;
  std::optional<Fault> fault_;
};

void read_model(const Json& top, Fields& fields, ClassManifest& manifest) {
  const Json* model = fields.object(top, "model", "model", {"file", "sha256"});
  if (model == nullptr) return;
  manifest.file = fields.text(*model, "file", "model.file");
  if (manifest.file.find('/') != std::string::npos || manifest.file.front() == '.') {
    fields.refuse("model.file", "must be the name of a file beside the manifest");
  }
  const auto digest = parse_digest(fields.text(*model, "sha256", "model.sha256"));
  if (!digest || digest->algorithm != Algorithm::sha256) {
    fields.refuse("model.sha256", "must be 64 hexadecimal digits: see sha256sum");
    return;
  }
  manifest.sha256 = *digest;
}

void read_input(const Json& top, Fields& fields, ModelInput& read) {
  const Json* input = fields.object(
      top, "input", "input", {"width", "height", "colours", "layout", "mean", "scale"});
  if (input == nullptr) return;
  read.width =
      fields.whole(Fields::member(*input, "width"), "input.width", 1, kLongestSide);
  read.height =
      fields.whole(Fields::member(*input, "height"), "input.height", 1, kLongestSide);
  read.colours = static_cast<ModelColours>(
      fields.word(*input, "colours", "input.colours", {"grey", "rgb", "bgr"}));
  read.layout = static_cast<ModelLayout>(
      fields.word(*input, "layout", "input.layout", {"nchw", "nhwc"}));
  read.mean = fields.numbers(*input, "mean", "input.mean", read.channels());
  read.scale = fields.numbers(*input, "scale", "input.scale", read.channels());
}

void read_output(const Json& top, Fields& fields, ClassManifest& manifest) {
  const Json* output = fields.object(top, "output", "output", {"activation", "labels"});
  if (output == nullptr) return;
  manifest.activation = static_cast<ModelActivation>(fields.word(
      *output, "activation", "output.activation", {"none", "softmax", "sigmoid"}));
  const Json* labels = Fields::member(*output, "labels");
  if (labels == nullptr || !labels->IsArray() || labels->Empty() ||
      labels->Size() > kMostLabels) {
    fields.refuse("output.labels", "must be an array of 1 to 1000 texts");
    return;
  }
  std::set<std::string_view> seen;
  for (const Json& label : labels->GetArray()) {
    if (!label.IsString() || label.GetStringLength() == 0 ||
        label.GetStringLength() > kLongestText || !seen.insert(text_of(label)).second) {
      fields.refuse("output.labels", "must be texts of 1 to 100 bytes, each once");
      return;
    }
    manifest.labels.push_back({std::string(text_of(label)), 0});
  }
}

void read_counts(const Json& top, Fields& fields, ClassManifest& manifest) {
  const Json* counts = Fields::member(top, "counts");
  if (counts == nullptr || !counts->IsObject() || counts->ObjectEmpty()) {
    fields.refuse("counts", "must be an object that gives points to a label at least");
    return;
  }
  for (const auto& [key, value] : counts->GetObject()) {
    const std::string_view name = text_of(key);
    const auto label =
        std::find_if(manifest.labels.begin(), manifest.labels.end(),
                     [name](const ModelLabel& known) { return known.name == name; });
    if (label == manifest.labels.end() || label->points != 0) {
      fields.refuse("counts", "must name labels of output.labels, each once");
      return;
    }
    label->points = fields.whole(&value, "counts." + label->name, 1, kMostPoints);
  }
}

}  // namespace

Result<ClassManifest> parse_class_manifest(std::string_view json,
                                           const std::string& place) {
  if (json.size() > kLargestManifest) {
    return Fault{
        FaultKind::too_big, "is larger than 64 KiB, which no manifest is", place, {}};
  }
  rapidjson::Document top;
  top.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
      json.data(), json.size());
  if (top.HasParseError()) {
    return Fault{
        FaultKind::malformed,
        "is no JSON: " + std::string(rapidjson::GetParseError_En(top.GetParseError())),
        place, top.GetErrorOffset()};
  }
  if (!top.IsObject()) {
    return Fault{FaultKind::malformed, "must be a JSON object", place, {}};
  }
  Fields fields(place);
  ClassManifest manifest;
  fields.only(top, "", {"name", "model", "input", "output", "counts", "threshold"});
  manifest.name = fields.text(top, "name", "name");
  read_model(top, fields, manifest);
  read_input(top, fields, manifest.input);
  read_output(top, fields, manifest);
  read_counts(top, fields, manifest);
  manifest.threshold = fields.share(top, "threshold");
  if (fields.fault()) return *fields.fault();
  return manifest;
}

Result<void> check_model(const ClassManifest& manifest, Bytes model) {
  if (model.size() > kLargestModel) {
    return Fault{FaultKind::too_big,
                 "is larger than 512 MiB, the most that is read",
                 manifest.file,
                 {}};
  }
  const Digest digest = digest_of(Algorithm::sha256, model);
  if (digest == manifest.sha256) return {};
  return Fault{FaultKind::malformed,
               "is not the model of its manifest: its SHA-256 is " + digest.hex() +
                   ", not " + manifest.sha256.hex() +
                   "; bring the right file, or state its digest in model.sha256",
               manifest.file,
               {}};
}

}  // namespace winnow
