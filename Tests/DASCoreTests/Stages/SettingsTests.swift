import Testing

@testable import DASCore

@Suite struct SettingsTests {
  private struct Example: Stage {
    static let name = "example"
    static let settings: [Setting] = [
      Setting("count", integers: 1...10, default: .integer(3), help: "a count"),
      Setting("rate", reals: 0...1, default: .real(0.5), help: "a rate"),
      Setting(
        "size", integers: 2...9, reals: 0.1...0.9, texts: ["auto"], default: .text("auto"),
        help: "any of three"),
    ]
    let settings: Settings
    init(_ settings: Settings) throws { self.settings = settings }
  }

  @Test func defaultsAreInForce() throws {
    let settings = try Example().settings
    #expect(settings.integer("count") == 3)
    #expect(settings.real("rate") == 0.5)
    #expect(settings.text("size") == "auto")
    #expect(settings.all.map(\.name) == ["count", "rate", "size"])
  }

  /// An integer is taken where reals are, and stays an integer where both mean something.
  @Test func kindsDecide() throws {
    let settings = try Example(["rate": .integer(1), "size": .integer(2)]).settings
    #expect(settings["rate"] == .real(1))
    #expect(settings["size"] == .integer(2))
    #expect(try Example(["size": .real(0.2)]).settings["size"] == .real(0.2))
  }

  @Test(
    arguments: [
      ("count", .integer(0)), ("count", .integer(11)), ("count", .real(3)), ("count", .text("3")),
      ("rate", .real(1.5)), ("rate", .real(.nan)), ("rate", .integer(2)), ("rate", .text("")),
      ("size", .integer(10)), ("size", .integer(1)), ("size", .real(5)), ("size", .text("Auto")),
    ] as [(String, Setting.Value)])
  func refusesWhatTheTableDoesNotAllow(name: String, value: Setting.Value) {
    #expect(thrownCode { _ = try Example([name: value]) } == .outOfRange)
  }

  /// Messages name the stage, the setting, what was given and what is allowed.
  @Test func messagesHelp() {
    #expect(
      throws: DASError(.unknownName, "example has no setting 'cuont'; it has count, rate, size")
    ) {
      try Example(["cuont": .integer(1)])
    }
    let allowed = "an integer in 2 ... 9 or a real in 0.1 ... 0.9 or one of auto"
    #expect(throws: DASError(.outOfRange, "example setting 'size' is 12; it takes \(allowed)")) {
      try Example(["size": .integer(12)])
    }
  }
}
