#include "node/driver/driver.hpp"

#include <algorithm>
#include <utility>

namespace feira::node {

namespace {

/// Peers' messages that may wait: more are turned away, and their sender tries again.
constexpr std::size_t inbox_max = 50'000;
constexpr Duration commit_retry = milliseconds(200);

}  // namespace

/// A hook on its way from the core to whoever runs it, and back.
class Driver::Turn final : public HookTurn {
 public:
  Turn(const StartHook& hook, std::shared_ptr<Inbox> inbox, std::shared_ptr<const std::atomic<std::uint32_t>> life,
       std::function<LocalTime()> clock)
      : hook_(hook), inbox_(std::move(inbox)), life_(std::move(life)), clock_(std::move(clock)) {}

  [[nodiscard]] const StartHook& hook() const override { return hook_; }

  bool begins() override {
    if (clock_() < hook_.until && life_->load() == hook_.incarnation.value) return true;
    inbox_->put(HookSkipped{hook_.product, hook_.purchase.key});
    return false;
  }

  void ended(bool confirmed) override {
    inbox_->put(HookEnded{hook_.product, hook_.purchase.key, hook_.token, confirmed});
  }

 private:
  const StartHook hook_;
  const std::shared_ptr<Inbox> inbox_;
  const std::shared_ptr<const std::atomic<std::uint32_t>> life_;
  const std::function<LocalTime()> clock_;
};

Driver::Driver(Setup setup, Journal& journal, Carrier& carrier, Hooks& hooks, EventLog& events, Observer* observer)
    : id_(setup.config.me),
      recovered_(std::move(setup.journal)),
      recovered_last_(setup.last),
      clock_(std::move(setup.clock)),
      journal_(journal),
      carrier_(carrier),
      hooks_(hooks),
      events_(events),
      observer_(observer),
      core_(std::move(setup.config)) {}

Driver::~Driver() { stop(); }

void Driver::start() {
  thread_ = std::thread([this] { run(); });
}

void Driver::stop() {
  const std::lock_guard lock(stop_mutex_);
  inbox_->close();
  if (thread_.joinable()) thread_.join();
}

// --- any thread -----------------------------------------------------------------------------------------------------

void Driver::ask(Asking asking) {
  Job job(std::move(asking));
  if (!inbox_->put(std::move(job))) std::get<Asking>(job).then(std::nullopt);
}

void Driver::buy(ProductId product, const Purchase& purchase, std::optional<VectorClock> token, Duration patience,
                 Then then) {
  ask({BuyAsked{{}, product, purchase, std::move(token)}, patience, std::move(then)});
}

void Driver::cancel(ProductId product, IdempotencyKey key, std::optional<VectorClock> token, Duration patience,
                    Then then) {
  ask({CancelAsked{{}, product, key, std::move(token)}, patience, std::move(then)});
}

void Driver::change(Change change, Then then) {
  ask({ChangeAsked{{}, std::move(change)}, std::nullopt, std::move(then)});
}

void Driver::leave(Then then) { ask({LeaveAsked{}, std::nullopt, std::move(then)}); }

void Driver::evict(MarketplaceId member, Then then) { ask({EvictAsked{{}, member}, std::nullopt, std::move(then)}); }

bool Driver::deliver(std::vector<Message> messages) { return inbox_->put_all(messages, inbox_max); }

std::string Driver::store_failure() const {
  const std::lock_guard lock(shown_mutex_);
  return store_failure_;
}

DriverCounts Driver::counts() const {
  const std::lock_guard lock(shown_mutex_);
  return counts_;
}

// --- the core's thread ----------------------------------------------------------------------------------------------

void Driver::run() {
  now_ = clock_();
  durable_ = recovered_last_;
  core_.start(now_, recovered_, effects_, recovered_last_);
  if (observer_ != nullptr) observer_->started(now_, recovered_, recovered_last_, effects_);
  recovered_ = {};
  perform();
  std::vector<Job> jobs;
  round(jobs);
  bool open = true;
  while (open) {
    open = inbox_->take(jobs, idle_time());
    round(jobs);
  }
  inbox_->take(jobs, {});  // what was begun while the last round ran
  round(jobs);
  answer_nobody_knows();
}

std::chrono::nanoseconds Driver::idle_time() const {
  LocalTime next = wake_at_;
  if (!patience_.empty()) next = std::min(next, patience_.begin()->first);
  if (commit_again_at_) next = std::min(next, *commit_again_at_);
  if (core_.stopped() || next == never) next = now_ + seconds(1);
  return std::chrono::nanoseconds(std::clamp<std::int64_t>((next - clock_()).ns, 0, seconds(1).ns));
}

void Driver::round(std::vector<Job>& jobs) {
  now_ = clock_();
  const std::size_t inputs = jobs.size();
  for (Job& job : jobs) std::visit([this](auto& each) { take(each); }, job);
  jobs.clear();
  end_patience();
  if (wake_at_ <= now_) {
    wake_at_ = never;
    step(TimerFired{});
    watch_members();
  }
  settle();
  takes_part_ = core_.takes_part();
  {
    const std::lock_guard lock(shown_mutex_);
    ++counts_.rounds;
    counts_.inputs += inputs;
    counts_.waiting = waiting_.size();
  }
  const View view{core_, now_};
  for (const Reading& reading : readings_) reading.read(&view);
  readings_.clear();
}

void Driver::take(Asking& asking) {
  if (core_.stopped()) return asking.then(std::nullopt);
  const RequestId request{++requests_};
  waiting_.emplace(request.value, std::move(asking.then));
  if (asking.patience) patience_.emplace(now_ + *asking.patience, request);
  std::visit(
      [&](auto& input) {
        input.request = request;
        step(input);
      },
      asking.input);
}

void Driver::take(Message& message) { hear(message); }

void Driver::hear(const Message& message) {
  const auto* word = std::get_if<LastWord>(&message.body);
  if (word != nullptr && word->interest.origin == id_) hooks_.decided(word->product, word->decisions);
  step(MessageArrived{message});
}

void Driver::take(HookEnded& ended) { step(ended); }

void Driver::take(HookSkipped& skipped) { step(skipped); }

void Driver::take(Reading& reading) { readings_.push_back(std::move(reading)); }

void Driver::step(const Input& input) {
  effects_.clear();
  core_.step(now_, input, effects_);
  if (observer_ != nullptr) observer_->stepped(now_, input, effects_);
  perform();
}

void Driver::perform() {
  *life_ = core_.incarnation().value;
  for (Record& record : effects_.records) records_.push_back(std::move(record));
  for (Send& send : effects_.sends) {
    HeldSend held{send.to, send.except, std::make_shared<const Letter>(std::move(send.message))};
    if (send.after <= durable_) {
      let_go(held);
    } else {
      outbox_.hold(send.after, std::move(held));
    }
  }
  for (const Reply& reply : effects_.replies) {
    if (reply.after <= durable_) {
      let_go(reply);
    } else {
      outbox_.hold(reply.after, reply);
    }
  }
  for (const StartHook& hook : effects_.hooks) {
    if (hook.after <= durable_) {
      let_go(hook);
    } else {
      outbox_.hold(hook.after, hook);
    }
  }
  if (effects_.timer) wake_at_ = *effects_.timer;
  if (effects_.stopped) stopped_because_ = core_.stopped_because();
}

void Driver::settle() {
  std::vector<std::shared_ptr<const Letter>> own;
  do {
    while (!own_.empty()) {
      own.clear();
      own.swap(own_);
      for (const auto& letter : own) {
        hear(letter->message());
      }
    }
  } while (!records_.empty() && commit());
}

bool Driver::commit() {
  if (commit_again_at_ && now_ < *commit_again_at_) return false;
  std::vector<Record> made;
  made.swap(records_);
  try {
    journal_.commit(durable_ + 1, made);
  } catch (const NotKept& failure) {
    made.insert(made.end(), std::make_move_iterator(records_.begin()), std::make_move_iterator(records_.end()));
    records_.swap(made);
    commit_again_at_ = clock_() + commit_retry;
    const std::lock_guard lock(shown_mutex_);
    store_failure_ = failure.what();
    return false;
  }
  durable_ += made.size();
  {
    const std::lock_guard lock(shown_mutex_);
    ++counts_.commits;
    counts_.records += made.size();
    if (commit_again_at_) store_failure_.clear();
  }
  commit_again_at_.reset();
  now_ = clock_();
  step(Durable{durable_});
  outbox_.release(durable_, [this](auto& effect) { let_go(effect); });
  tell(made);
  return true;
}

void Driver::let_go(HeldSend& send) {
  if (send.to == id_) {
    own_.push_back(std::move(send.letter));
  } else if (send.to != MarketplaceId{}) {
    carrier_.carry(send.to, send.letter);
  } else {
    for (const MemberEntry& member : core_.membership().all()) {
      const bool addressed = member.id != id_ && member.id != send.except && member.standing == Standing::present;
      if (addressed) carrier_.carry(member.id, send.letter);
    }
  }
}

void Driver::let_go(const Reply& reply) {
  const auto asked = waiting_.find(reply.request.value);
  if (asked == waiting_.end()) return;
  const Then then = std::move(asked->second);
  waiting_.erase(asked);
  then(reply);
}

void Driver::let_go(const StartHook& hook) { hooks_.start(std::make_shared<Turn>(hook, inbox_, life_, clock_)); }

void Driver::end_patience() {
  while (!patience_.empty() && patience_.begin()->first <= now_) {
    const RequestId request = patience_.begin()->second;
    patience_.erase(patience_.begin());
    if (waiting_.contains(request.value)) step(PatienceEnded{request});
  }
}

void Driver::answer_nobody_knows() {
  for (const auto& [request, then] : waiting_) then(std::nullopt);
  waiting_.clear();
  for (const Reading& reading : readings_) reading.read(nullptr);
  readings_.clear();
}

}  // namespace feira::node
