#include "tests/examine/classes/tiny_model.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace winnow {
namespace {

// Protocol buffers: a field's number and kind, then its value. The numbers are those of
// onnx.proto.
std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}

std::string number(unsigned field, std::uint64_t value) {
  return varint(field << 3) + varint(value);
}

std::string bytes(unsigned field, std::string_view value) {
  return varint(field << 3 | 2) + varint(value.size()) + std::string(value);
}

std::string node(std::initializer_list<std::string_view> inputs,
                 std::string_view output, std::string_view kind,
                 const std::string& attribute = "") {
  std::string all;
  for (const std::string_view input : inputs) all += bytes(1, input);
  all += bytes(2, output) + bytes(3, output) + bytes(4, kind);
  return bytes(1, attribute.empty() ? all : all + bytes(5, attribute));
}

std::string whole_attribute(std::string_view name, std::uint64_t value) {
  constexpr std::uint64_t kWhole = 2;
  return bytes(1, name) + number(3, value) + number(20, kWhole);
}

std::string tensor(std::string_view name, std::initializer_list<std::uint64_t> shape,
                   std::span<const float> values) {
  std::string all;
  for (const std::uint64_t side : shape) all += number(1, side);
  const auto raw = std::as_bytes(values);
  return bytes(5,
               all + number(2, 1) + bytes(8, name) +
                   bytes(9, {reinterpret_cast<const char*>(raw.data()), raw.size()}));
}

std::string value_info(std::string_view name,
                       std::initializer_list<std::uint64_t> shape) {
  std::string sides;
  for (const std::uint64_t side : shape) sides += bytes(1, number(1, side));
  return bytes(1, name) + bytes(2, bytes(1, number(1, 1) + bytes(2, sides)));
}

}  // namespace

std::string TinyModel::onnx() const {
  const auto pixels = static_cast<std::uint64_t>(side);
  const std::string graph =
      node({"picture"}, "mean", "GlobalAveragePool") +
      node({"mean"}, "flat", "Flatten", whole_attribute("axis", 1)) +
      node({"flat", "weights", "bias"}, "scores", "Gemm",
           whole_attribute("transB", 1)) +
      bytes(2, "tiny") + tensor("weights", {2, 3}, weights) +
      tensor("bias", {2}, bias) +
      bytes(11, value_info("picture", {1, 3, pixels, pixels})) +
      bytes(12, value_info("scores", {1, 2}));
  return number(1, 7) + bytes(7, graph) + bytes(8, bytes(1, "") + number(2, 11));
}

}  // namespace winnow
