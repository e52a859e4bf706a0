"""Messages that came to the corpus later, so that the others keep their numbers."""
from common import *


BEFORE = 350  # how many there were


def make():
    while len(cases) < BEFORE:  # where those that need programs are not made
        cases.append(None)
    add("html-own-charset", "html, own charset", "footer:0", "a page says itself that it is KOI8-R, the header nothing", head(), b"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n" + "<html><head><meta charset=koi8-r></head><body><p>Привет</p></body></html>\n".encode("koi8-r"))
    add("label-unknown-octets", "plain, lost charset", "footer:0", "octets in a charset that is in no table: not to be guessed at", head(), b"Content-Type: text/plain; charset=x-johab\nContent-Transfer-Encoding: 8bit\n\n" + "안녕하세요\n".encode("johab"))
    add("label-utf-8-damaged", "plain, lost charset", "footer:0", "UTF-8 with one octet missing", head(), b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + "Déjà vu à l'été".encode()[:-1] + b" 20\n")
