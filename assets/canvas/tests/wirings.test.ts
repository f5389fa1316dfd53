import assert from "node:assert/strict";
import { test } from "node:test";
import { edgeId } from "../src/core/document.ts";
import { namesOf } from "../src/core/naming.ts";
import { wiringsOf } from "../src/core/plans/wirings.ts";
import { catalogue, graph, node } from "./sample.ts";

const offered = (document: ReturnType<typeof graph>, id: string) =>
  wiringsOf(catalogue, document, id).map(({ own, from, wirings }) => [`${from} ${own.name}`, ...wirings.map(({ edge }) => edgeId(edge))]);

test("an input without a wire comes first, with what nothing takes yet on top", () => {
  const start = graph([node("c", "camera"), node("t", "trunk"), node("d", "dense"), node("e", "dense")], "c.picture>t.picture", "t.features>d.x");
  assert.deepEqual(offered(start, "e"), [
    ["input x", "d.y>e.x", "t.features>e.x", "c.picture>e.x"],
    ["output y", "e.y>d.x"],
  ]);
});

test("no wire is offered that is there already, that makes a circle, or that fits nothing", () => {
  const start = graph([node("w", "words"), node("a", "dense"), node("b", "dense")], "a.y>b.x");
  assert.deepEqual(offered(start, "a"), [["input x"], ["output y"]]);
  assert.deepEqual(offered(start, "w"), [["output ids"]]);
});

test("a wire that takes another one's place says which", () => {
  const start = graph([node("a", "dense"), node("b", "dense"), node("e", "end")], "a.y>e.x");
  const [full] = wiringsOf(catalogue, start, "e");
  assert.deepEqual(full?.wirings.map(({ edge, old }) => [edgeId(edge), old?.source]), [["b.y>e.x", "a"]]);
});

test("a port that takes several wires pushes none out", () => {
  const start = graph([node("a", "dense"), node("b", "dense"), node("j", "join")], "a.y>j.parts");
  const taken = wiringsOf(catalogue, start, "b").find(({ from }) => from === "output");
  assert.deepEqual(taken?.wirings.map(({ edge, old }) => [edgeId(edge), old]), [["b.y>a.x", null], ["b.y>j.parts", null]]);
});

test("a node is called by its title, and by its name in the code as well where another is called the same", () => {
  const names = namesOf(catalogue, graph([node("a", "dense"), node("b", "dense"), node("c", "dense", { label: "Scores" }), node("t", "trunk")]));
  assert.deepEqual([...names.values()], ["dense (a)", "dense (b)", "Scores", "trunk"]);
});
