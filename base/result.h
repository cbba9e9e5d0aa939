// Result<T>: a value or a Fault. Spelled like std::expected (C++23), so that moving to
// it is a `using` away; unlike tl::expected the class itself is [[nodiscard]].
//
// Reading value() of a fault, or error() of a value, is a programming error (assert).
#ifndef WINNOW_BASE_RESULT_H_
#define WINNOW_BASE_RESULT_H_

#include <cassert>
#include <utility>
#include <variant>

#include "base/fault.h"

namespace winnow {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT
  Result(Fault fault) : state_(std::in_place_index<1>, std::move(fault)) {}  // NOLINT

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Fault& error() const& {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] Fault&& error() && {
    assert(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Fault> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Fault fault) : fault_(std::move(fault)) {}  // NOLINT

  [[nodiscard]] bool has_value() const { return !fault_.has_value(); }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] const Fault& error() const& {
    assert(fault_);
    return *fault_;
  }
  [[nodiscard]] Fault&& error() && {
    assert(fault_);
    return std::move(*fault_);
  }

 private:
  std::optional<Fault> fault_;
};

}  // namespace winnow

#endif  // WINNOW_BASE_RESULT_H_
