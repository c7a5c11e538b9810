// Quantities as scenario files spell them: "20ms", "1.5%", "49.90 BRL", "50/s". All exact, in integers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/identity.hpp"
#include "core/time.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// Why a text is not the quantity it should be.
struct Rejection {
  std::string what;
  std::string expected;
  std::string nearest;
};

template <class T>
using Parsed = std::variant<T, Rejection>;

/// No duration in a scenario is longer, so that sums of several never overflow.
inline constexpr Duration duration_max = seconds(3'600'000);

/// A number with at most nine decimals and a unit: ns, us, ms, s, m (minutes) or h.
Parsed<Duration> parse_duration(std::string_view text);

/// A duration with a sign in front or none, at most an hour either way.
Parsed<Duration> parse_offset(std::string_view text);

/// From "0%" to "100%", at most four decimals.
Parsed<Share> parse_share(std::string_view text);

/// A clock's rate beside true time: from "-90%" to "900%", at most four decimals; parts per million.
Parsed<std::int64_t> parse_drift(std::string_view text);

/// A number with at most the currency's decimals, a space and three capital letters.
Parsed<Money> parse_money(std::string_view text);

/// How often: a number with at most nine decimals and "/s", "/m" or "/h"; the mean gap is returned.
Parsed<Duration> parse_rate(std::string_view text);

/// Decimals of a currency's minor unit (ISO 4217): 2 unless the currency is in a small table.
int currency_decimals(std::string_view code);

/// As in a file: "1.5s", "20ms". Minutes and hours appear only when whole.
std::string text(Duration duration);
/// "1.5%".
std::string text(Share share);
/// "+2s", "-500ms".
std::string text_with_sign(Duration offset);
/// "-0.5%", "50%".
std::string text_of_rate(std::int64_t per_million);
/// "49.90 BRL".
std::string text(const Money& money);
/// "5ms", "1ms-50ms", "exponential 10ms", "heavy-tail 1ms-10s".
std::string text(const Spread& spread);

}  // namespace feira::scenario
