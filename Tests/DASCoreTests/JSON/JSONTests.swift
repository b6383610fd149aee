import Testing

@testable import DASCore

@Suite struct JSONTests {
  @Test func readsEveryKindOfValue() throws {
    let value = try JSON.parse(
      #" {"a": [1, -2.5, 1e3, true, false, null], "b\n": "q\"\u00e9\ud83d\ude00/\/"} "#)
    #expect(
      value
        == .object([
          JSON.Member(
            "a",
            .array([
              .integer(1), .real(-2.5), .real(1000), .boolean(true), .boolean(false), .null,
            ])),
          JSON.Member("b\n", .string("q\"\u{e9}\u{1F600}//")),
        ]))
    #expect(value["a"] != nil && value["c"] == nil)
  }

  /// write then read is the identity, and write is stable.
  @Test(arguments: [true, false]) func roundTrips(indented: Bool) throws {
    let value = JSON.object([
      JSON.Member("z", .array([.integer(.max), .integer(.min), .array([]), .object([])])),
      JSON.Member("a", .string("\u{0}\u{1f}\"\\\u{7f}\u{1F600}\n\r\tß")),
      JSON.Member("", .array([.null, .boolean(false), .array([.array([.integer(0)])])])),
    ])
    let text = try value.text(indented: indented)
    #expect(try JSON.parse(text) == value)
    #expect(try JSON.parse(text).text(indented: indented) == text)
  }

  /// Doubles survive to the bit, also where they hold whole numbers.
  @Test func doublesRoundTripToTheBit() throws {
    var random = RandomStream(seed: 1, purpose: .test)
    var numbers = [
      0.0, -0.0, 1, 1e15, 1e16, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi, 0.1, -1e-7,
    ]
    for _ in 0..<2000 {
      let number = Double(bitPattern: random.next())
      if number.isFinite { numbers.append(number) }
    }
    let text = try JSON.array(numbers.map(JSON.real)).text()
    guard case .array(let items) = try JSON.parse(text) else { throw DASError(.internal, "") }
    for (item, number) in zip(items, numbers) {
      guard case .real(let back) = item else {
        Issue.record("\(number) reads as \(item)")
        continue
      }
      #expect(back.bitPattern == number.bitPattern)
    }
  }

  @Test func writerRefusesWhatJSONLacks() {
    #expect(throws: DASError.self) { try JSON.real(.nan).text() }
    #expect(throws: DASError.self) { try JSON.array([.real(.infinity)]).text() }
  }

  @Test func indentedTextIsReadable() throws {
    let value = JSON.object([
      JSON.Member("a", .array([.integer(1), .real(2)])),
      JSON.Member("b", .array([.object([JSON.Member("c", .null)])])),
    ])
    #expect(
      try value.text(indented: true) == """
        {
          "a": [1, 2.0],
          "b": [
            {
              "c": null
            }
          ]
        }

        """)
  }
}
