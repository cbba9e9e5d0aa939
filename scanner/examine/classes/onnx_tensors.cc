#include "scanner/examine/classes/onnx_tensors.h"

#include <cstdint>
#include <optional>

namespace winnow {
namespace {

constexpr int kDeepestGraph = 8;
constexpr std::uint64_t kMostElements = std::uint64_t{1} << 30;

// The kinds in which a field is written.
enum class Wire : std::uint8_t {
  varint = 0,
  eight_bytes = 1,
  bytes = 2,
  four_bytes = 5
};

struct Field {
  std::uint64_t number = 0;
  Wire wire = Wire::varint;
  std::uint64_t value = 0;  // of a varint
  Bytes bytes;              // of the others
};

// The fields of a message, one after the other.
class Message {
 public:
  explicit Message(Bytes bytes) : rest_(bytes) {}

  // Nothing at the end, and where it is broken.
  std::optional<Field> next() {
    if (rest_.empty()) return std::nullopt;
    const auto tag = varint();
    if (!tag) return std::nullopt;
    Field field{*tag >> 3, static_cast<Wire>(*tag & 7), 0, {}};
    std::optional<std::uint64_t> length;
    switch (field.wire) {
      case Wire::varint: {
        const auto value = varint();
        if (!value) return std::nullopt;
        field.value = *value;
        return field;
      }
      case Wire::eight_bytes:
        length = 8;
        break;
      case Wire::four_bytes:
        length = 4;
        break;
      case Wire::bytes:
        length = varint();
        break;
    }
    if (!length || *length > rest_.size()) return fail();
    field.bytes = rest_.first(static_cast<std::size_t>(*length));
    rest_ = rest_.subspan(field.bytes.size());
    return field;
  }
  // A varint that stands alone, as in a packed field.
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_ = rest_.subspan(1);
      if (shift < 64) value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    is_whole_ = false;
    return std::nullopt;
  }
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }
  [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
  std::optional<Field> fail() {
    is_whole_ = false;
    return std::nullopt;
  }

  Bytes rest_;
  bool is_whole_ = true;
};

// Calls `take(field)` for each field; false if it is broken or `take` says so.
template <typename Take>
bool for_each_field(Bytes bytes, Take take) {
  Message message(bytes);
  while (const auto field = message.next()) {
    if (!take(*field)) return false;
  }
  return message.is_whole() && message.is_at_end();
}

// How its numbers are written if not as raw bytes, and how long each is as raw bytes.
struct ElementKind {
  std::uint64_t field;  // of TensorProto
  std::uint64_t bytes;
};

std::optional<ElementKind> element_kind(std::uint64_t data_type) {
  switch (data_type) {
    case 1:
      return ElementKind{4, 4};  // FLOAT
    case 2:
      return ElementKind{5, 1};  // UINT8
    case 3:
      return ElementKind{5, 1};  // INT8
    case 6:
      return ElementKind{5, 4};  // INT32
    case 7:
      return ElementKind{7, 8};  // INT64
    case 9:
      return ElementKind{5, 1};  // BOOL
    case 10:
      return ElementKind{5, 2};  // FLOAT16
    case 11:
      return ElementKind{10, 8};  // DOUBLE
    default:
      return std::nullopt;
  }
}

// How many numbers a field of them adds; nothing if it is broken.
std::optional<std::uint64_t> numbers_in(const Field& field) {
  if (field.wire != Wire::bytes) return 1;
  if (field.number == 4) return field.bytes.size() / 4;
  if (field.number == 10) return field.bytes.size() / 8;
  Message packed(field.bytes);
  std::uint64_t count = 0;
  for (; !packed.is_at_end(); ++count) {
    if (!packed.varint()) return std::nullopt;
  }
  return count;
}

class Shape {
 public:
  bool add(const Field& field) {
    if (field.wire == Wire::varint) return add_side(field.value);
    if (field.wire != Wire::bytes) return false;
    Message packed(field.bytes);
    while (!packed.is_at_end()) {
      const auto side = packed.varint();
      if (!side || !add_side(*side)) return false;
    }
    return true;
  }
  [[nodiscard]] std::uint64_t elements() const { return elements_; }
  // No numbers are lawful in a list, such as of options that are left out.
  [[nodiscard]] bool is_usable() const { return elements_ > 0 || sides_ == 1; }

 private:
  bool add_side(std::uint64_t side) {
    if (side > kMostElements) return false;
    ++sides_;
    elements_ *= side;
    return elements_ <= kMostElements;
  }

  std::uint64_t elements_ = 1;
  std::size_t sides_ = 0;
};

bool is_tensor(Bytes tensor) {
  Shape shape;
  std::uint64_t type = 0;
  std::uint64_t raw_bytes = 0;
  std::uint64_t numbers[16] = {};
  const bool is_whole = for_each_field(tensor, [&](const Field& field) {
    switch (field.number) {
      case 1:
        return shape.add(field);
      case 2:
        type = field.value;
        return field.wire == Wire::varint;
      case 9:
        raw_bytes = field.bytes.size();
        return field.wire == Wire::bytes;
      case 4:
      case 5:
      case 7:
      case 10: {
        const auto count = numbers_in(field);
        numbers[field.number] += count.value_or(0);
        return count.has_value();
      }
      default:
        return true;
    }
  });
  const auto kind = element_kind(type);
  if (!is_whole || !kind || !shape.is_usable()) return false;
  const std::uint64_t written = numbers[kind->field];
  if (raw_bytes == 0) return written == shape.elements();
  return written == 0 && raw_bytes == shape.elements() * kind->bytes;
}

bool is_graph(Bytes graph, int depth);

bool is_attribute(Bytes attribute, int depth) {
  bool has_tensor = false;
  return for_each_field(attribute, [&](const Field& field) {
    switch (field.number) {
      case 5:  // one tensor; a second would be joined to the first
        if (has_tensor) return false;
        has_tensor = true;
        return is_tensor(field.bytes);
      case 6:
      case 11:
        return is_graph(field.bytes, depth + 1);
      case 10:
        return is_tensor(field.bytes);
      default:
        return true;
    }
  });
}

bool is_graph(Bytes graph, int depth) {
  return depth <= kDeepestGraph && for_each_field(graph, [&](const Field& field) {
           if (field.number == 5) return is_tensor(field.bytes);
           if (field.number != 1) return true;
           return for_each_field(field.bytes, [&](const Field& of_node) {
             return of_node.number != 5 || is_attribute(of_node.bytes, depth);
           });
         });
}

}  // namespace

Result<void> check_tensors(Bytes onnx, const std::string& place) {
  const bool is_sound = for_each_field(onnx, [](const Field& field) {
    return field.number != 7 || is_graph(field.bytes, 0);
  });
  if (is_sound) return {};
  return Fault{FaultKind::malformed,
               "is not a model that can be used: it is damaged, or its weights lie "
               "elsewhere or are not as many as their shapes say; export it as ONNX in "
               "one file, with weights of whole numbers or floating point",
               place,
               {}};
}

}  // namespace winnow
